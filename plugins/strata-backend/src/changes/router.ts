import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  type Change,
  changeIntentSchema,
  changeSchema,
  createChangeRequestSchema,
  entityRef,
} from '@strata/plugin-strata-common';
import { json } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { AuthorizedChanges } from './AuthorizedChanges';
import type { ChangesService } from './ChangesService';

const filterSchema = z.strictObject({
  state: changeSchema.shape.state.optional(),
  owner: z.string().max(255).optional(),
  entityRef: z.string().max(255).optional(),
});

export function createChangesRouter({
  reads,
  changes,
  httpAuth,
}: {
  reads: Pick<AuthorizedChanges, 'list' | 'get'>;
  changes: Pick<ChangesService, 'preview' | 'create' | 'merge' | 'close'>;
  httpAuth: HttpAuthService;
}) {
  const router = Router();
  router.use(json({ limit: '128kb' }));

  router.get('/v1/changes', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { state, owner, entityRef: ref } = parse(filterSchema, req.query);
    res.json(
      await reads.list(
        {
          ...(state && { states: statesOf(state) }),
          ...(owner && { owner }),
          ...(ref && { entityRef: entityRef(ref) }),
        },
        credentials,
      ),
    );
  });

  router.post('/v1/changes/preview', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const intent = parse(changeIntentSchema, req.body);
    res.json(await changes.preview(intent, credentials));
  });

  router.post('/v1/changes', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const request = parse(createChangeRequestSchema, req.body);
    res.status(201).json(await changes.create(request, credentials));
  });

  router.get('/v1/changes/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await reads.get(req.params.id, credentials));
  });

  router.post('/v1/changes/:id/merge', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await changes.merge(req.params.id, credentials));
  });

  router.post('/v1/changes/:id/close', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await changes.close(req.params.id, credentials));
  });

  return router;
}

/** A conflicted change is an open one that needs a hand. */
function statesOf(state: Change['state']): Change['state'][] {
  return state === 'open' ? ['open', 'conflicted'] : [state];
}

function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new InputError(`${issue.path.join('.') || 'body'}: ${issue.message}`);
}
