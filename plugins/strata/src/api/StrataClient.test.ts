import { ResponseError } from '@backstage/errors';
import { ownersResponse, productOverview } from '../fixtures/owners';
import { ContractError } from './ContractError';
import { StrataClient } from './StrataClient';

/** A client, and what it asked for; every request gets the same answer. */
function clientOf(answer: unknown, status = 200) {
  const requests: { method: string; path: string; body?: unknown }[] = [];
  const client = new StrataClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async (input, init) => {
        requests.push({
          method: init?.method ?? 'GET',
          path: String(input).replace('http://portal/api/strata', ''),
          ...(init?.body ? { body: JSON.parse(String(init.body)) } : {}),
        });
        return new Response(JSON.stringify(answer), {
          status,
          headers: { 'content-type': 'application/json' },
        });
      },
    },
  });
  return { client, requests };
}

const application = {
  cluster: 'home/lab',
  namespace: 'argocd',
  name: 'n8n-dev',
};

describe('what is asked', () => {
  it.each<[string, (client: StrataClient) => Promise<unknown>, string]>([
    ['owners', c => c.owners(), 'GET /v1/owners'],
    [
      'an owner with child teams',
      c => c.ownerOverview('group:default/product', { inherited: true }),
      'GET /v1/owners/group/default/product?inherited=true',
    ],
    [
      'an owner without a word about them',
      c => c.ownerOverview('Group:default/Product'),
      'GET /v1/owners/group/default/product',
    ],
    [
      'delivery',
      c => c.entityDelivery('component:default/n8n'),
      'GET /v1/entities/component/default/n8n/delivery',
    ],
    [
      'SLA',
      c => c.entitySla('component:default/n8n'),
      'GET /v1/entities/component/default/n8n/sla',
    ],
    [
      'a series',
      c =>
        c.sloSeries('n8n.production.x', {
          from: 'a',
          to: 'b',
          stepSeconds: 300,
        }),
      'GET /v1/slos/n8n.production.x/series?from=a&to=b&step=300',
    ],
    [
      'a refresh, with every segment encoded',
      c => c.refresh(application, { idempotencyKey: '12345678' }),
      'POST /v1/applications/home%2Flab/argocd/n8n-dev/refresh',
    ],
    ['trees', c => c.trees(), 'GET /v1/trees'],
    [
      'findings',
      c => c.findings('platform'),
      'GET /v1/trees/platform/findings',
    ],
    [
      'changes',
      c => c.changes({ state: 'open', owner: 'group:default/product' }),
      'GET /v1/changes?state=open&owner=group%3Adefault%2Fproduct',
    ],
    ['a change', c => c.change('c-7'), 'GET /v1/changes/c-7'],
    ['a merge', c => c.mergeChange('c-7'), 'POST /v1/changes/c-7/merge'],
    ['a close', c => c.closeChange('c-7'), 'POST /v1/changes/c-7/close'],
    ['sources', c => c.sources(), 'GET /v1/sources'],
    ['the audit', c => c.audit({ limit: 20 }), 'GET /v1/audit?limit=20'],
  ])('%s', async (_what, ask, expected) => {
    const { client, requests } = clientOf({});
    await ask(client).catch(() => undefined);
    expect(`${requests[0].method} ${requests[0].path}`).toBe(expected);
  });

  it('the gate that was seen goes with a sync', async () => {
    const { client, requests } = clientOf({ auditId: 'a', performed: true });
    const request = {
      idempotencyKey: '12345678',
      gateHash: 'h',
      reason: 'why',
    };
    await client.sync(application, request);
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/v1/applications/home%2Flab/argocd/n8n-dev/sync',
        body: request,
      },
    ]);
  });

  it('exactly one revision is released', async () => {
    const { client, requests } = clientOf({});
    await client.releaseHeldBack('platform', 'abc');
    expect(requests[0]).toEqual({
      method: 'POST',
      path: '/v1/trees/platform/held-back/release',
      body: { revision: 'abc' },
    });
  });
});

describe('what is answered', () => {
  it('is handed on when it keeps the contract', async () => {
    expect(
      await clientOf(productOverview).client.ownerOverview(
        'group:default/product',
      ),
    ).toEqual(productOverview);
    expect(await clientOf(ownersResponse).client.owners()).toEqual(
      ownersResponse,
    );
  });

  it('is refused with the place where it breaks the contract', async () => {
    const broken = { ...ownersResponse, owners: [{ severity: 'green' }] };
    const error = await clientOf(broken)
      .client.owners()
      .catch(e => e);
    expect(error).toBeInstanceOf(ContractError);
    expect(error.message).toContain('GET /v1/owners answered');
    expect(error.message).toContain('owners.0');
    expect(error.message).toContain('Install the same version');
  });

  it('is refused when it is no JSON at all', async () => {
    const client = new StrataClient({
      discoveryApi: { getBaseUrl: async () => 'http://portal' },
      fetchApi: { fetch: async () => new Response('<html>') },
    });
    await expect(client.owners()).rejects.toBeInstanceOf(ContractError);
  });

  it('keeps the reason of a refusal', async () => {
    const { client } = clientOf(
      {
        error: { name: 'ConflictError', message: 'The gate has changed.' },
        response: { statusCode: 409 },
      },
      409,
    );
    const error = await client.mergeChange('c-7').catch(e => e);
    expect(ResponseError.is(error)).toBe(true);
    expect(error.body.error.message).toBe('The gate has changed.');
  });
});
