import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { AuthorizedTrees, type AuthorizedTreesDeps } from './AuthorizedTrees';

const releaseSchema = z.strictObject({ revision: z.string().min(1).max(255) });

/** On its route alone: the routers mounted after this one parse for themselves. */
const smallJson = express.json({ limit: '10kb' });

/** The routes of trees. Only services may ask for whole snapshots. */
export function createTreesRouter(
  deps: AuthorizedTreesDeps & { httpAuth: HttpAuthService },
): express.Router {
  const { httpAuth } = deps;
  const trees = new AuthorizedTrees(deps);
  const router = Router();

  router.get('/v1/trees', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    res.json(trees.list());
  });

  router.get('/v1/trees/:id/findings', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    res.json(await trees.findings(req.params.id, credentials));
  });

  router.get('/v1/trees/:id/entities', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['service'] });
    const snapshot = trees.entities(req.params.id);
    res.setHeader('ETag', `"${snapshot.etag}"`);
    res.setHeader('Cache-Control', 'no-cache');
    if (req.headers['if-none-match'] === `"${snapshot.etag}"`) {
      res.status(304).end();
    } else {
      res.json(snapshot);
    }
  });

  router.post(
    '/v1/trees/:id/held-back/release',
    smallJson,
    async (req, res) => {
      const credentials = await httpAuth.credentials(req, { allow: ['user'] });
      const body = releaseSchema.safeParse(req.body);
      if (!body.success) throw new InputError(z.prettifyError(body.error));
      await trees.release(req.params.id, body.data.revision, credentials);
      res.status(204).end();
    },
  );

  return router;
}
