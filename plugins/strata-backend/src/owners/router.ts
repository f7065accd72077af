import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type {
  OwnerOverview,
  OwnersResponse,
  SourceStatus,
} from '@strata/plugin-strata-common';
import { dns1123Label } from '@strata/plugin-strata-common';
import Router from 'express-promise-router';
import type { OwnersService } from './OwnersService';

export function createOwnersRouter(deps: {
  owners: OwnersService;
  sources: () => SourceStatus[];
  httpAuth: HttpAuthService;
  now: () => Date;
}) {
  const router = Router();

  router.get('/v1/owners', async (req, res) => {
    const credentials = await deps.httpAuth.credentials(req);
    const answer: OwnersResponse = {
      owners: await deps.owners.list(credentials),
      sources: deps.sources(),
      now: deps.now().toISOString(),
    };
    res.json(answer);
  });

  router.get('/v1/owners/:kind/:namespace/:name', async (req, res) => {
    const credentials = await deps.httpAuth.credentials(req);
    const answer: OwnerOverview = await deps.owners.overview(
      parseOwnerRef(req.params),
      { inherited: parseFlag('inherited', req.query.inherited) },
      credentials,
    );
    res.json(answer);
  });

  return router;
}

function parseOwnerRef(params: Record<string, string>): string {
  for (const field of ['kind', 'namespace', 'name']) {
    if (!dns1123Label.test(params[field].toLowerCase())) {
      throw new InputError(
        `${field} must be a DNS-1123 label: lower case letters, digits and -`,
      );
    }
  }
  return `${params.kind}:${params.namespace}/${params.name}`;
}

function parseFlag(field: string, value: unknown): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw new InputError(`${field} must be true or false`);
}
