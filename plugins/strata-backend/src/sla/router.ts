import type { HttpAuthService } from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import { entityRefOf } from '../delivery/requests';
import type { AuthorizedSla } from './AuthorizedSla';
import { seriesRangeOf, sloIdOf } from './requests';

export function createSlaRouter({
  sla,
  httpAuth,
}: {
  sla: AuthorizedSla;
  httpAuth: HttpAuthService;
}) {
  const router = Router();

  router.get('/v1/entities/:kind/:namespace/:name/sla', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await sla.entity(entityRefOf(req.params), credentials));
  });

  router.get('/v1/slos/:id/series', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const id = sloIdOf(req.params.id);
    res.json(await sla.series(id, seriesRangeOf(req.query), credentials));
  });

  return router;
}
