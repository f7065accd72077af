import type { HttpAuthService } from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import type { OpenChanges, Waiting } from './Waiting';

/** Apart from delivery's other routes: changes are made after delivery. */
export function createWaitingRouter({
  waiting,
  changes,
  httpAuth,
}: {
  waiting: Waiting;
  changes: OpenChanges;
  httpAuth: HttpAuthService;
}) {
  const router = Router();

  router.get('/v1/waiting', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    res.json(await waiting.of(credentials, changes));
  });

  return router;
}
