import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type {
  SourcesResponse,
  SourceStatus,
} from '@strata/plugin-strata-common';
import Router from 'express-promise-router';

export function createSourcesRouter(deps: {
  sources: () => SourceStatus[];
  httpAuth: HttpAuthService;
  now: () => Date;
}) {
  const router = Router();

  router.get('/v1/sources', async (req, res) => {
    await deps.httpAuth.credentials(req);
    const answer: SourcesResponse = {
      now: deps.now().toISOString(),
      sources: deps.sources(),
    };
    res.json(answer);
  });

  return router;
}
