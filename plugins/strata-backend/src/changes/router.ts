import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  changeIntentSchema,
  changeSchema,
  createChangeRequestSchema,
  entityRef,
} from '@strata/plugin-strata-common';
import { json } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { ChangesService } from './ChangesService';

const filterSchema = z.strictObject({
  state: changeSchema.shape.state.optional(),
  owner: z.string().max(255).optional(),
  entityRef: z.string().max(255).optional(),
});

export function createChangesRouter({
  changes,
  httpAuth,
}: {
  changes: ChangesService;
  httpAuth: HttpAuthService;
}) {
  const router = Router();
  router.use(json({ limit: '128kb' }));

  router.get('/v1/changes', async (req, res) => {
    await httpAuth.credentials(req);
    const { entityRef: ref, ...filter } = parse(filterSchema, req.query);
    res.json({
      changes: await changes.list({
        ...filter,
        ...(ref && { entityRef: entityRef(ref) }),
      }),
    });
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
    res.json(await changes.get(req.params.id, credentials));
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

function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new InputError(`${issue.path.join('.') || 'body'}: ${issue.message}`);
}
