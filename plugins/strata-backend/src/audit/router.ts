import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import Router from 'express-promise-router';
import { z } from 'zod';
import type { AuthorizedAudit } from './AuthorizedAudit';

const filterSchema = z.strictObject({
  actor: z.string().max(255).optional(),
  entityRef: z.string().max(255).optional(),
  action: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(64).optional(),
});

export function createAuditRouter({
  audit,
  httpAuth,
}: {
  audit: AuthorizedAudit;
  httpAuth: HttpAuthService;
}) {
  const router = Router();

  router.get('/v1/audit', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await audit.list(parseFilter(req.query), credentials));
  });

  return router;
}

function parseFilter(query: unknown) {
  const read = filterSchema.safeParse(query);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new InputError(
      `${issue.path.join('.') || 'query'}: ${issue.message}`,
    );
  }
  return read.data;
}
