import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  AuditEvent,
  LocatedFinding,
  SnapshotEntities,
} from '@strata/plugin-strata-common';
import express from 'express';
import request from 'supertest';
import type { AuditLog } from '../audit/AuditLog';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import { createTreesRouter } from './router';
import type { TreeService } from './TreeService';

const finding = (entityRef?: string): LocatedFinding => ({
  code: 'x',
  severity: 'warning',
  path: 'kubernetes/x',
  line: 1,
  column: 1,
  message: 'm',
  remedy: 'r',
  ...(entityRef && { entityRef }),
});

const snapshot: SnapshotEntities = {
  tree: 'platform',
  revision: 'r1',
  etag: 'e1',
  entities: [],
};

/** The audit in memory: what was written, in the order it was. */
class MemoryAudit implements AuditLog {
  readonly events: AuditEvent[] = [];

  async append(event: Omit<AuditEvent, 'id' | 'at' | 'finishedAt'>) {
    const entry = { ...event, id: `${this.events.length}`, at: 'now' };
    this.events.push(entry);
    return entry;
  }
  async complete(
    id: string,
    result: { result: 'succeeded' | 'failed'; message?: string },
  ) {
    const event = this.events.find(entry => entry.id === id);
    if (event) {
      event.result = result.result;
      event.resultMessage = result.message;
    }
  }
  async findByIdempotencyKey() {
    return undefined;
  }
  async list() {
    return { events: this.events };
  }
}

function setUp(
  options: {
    decision?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
    accepted?: boolean;
    release?: () => Promise<void>;
  } = {},
) {
  const { decision = AuthorizeResult.ALLOW, accepted = true } = options;
  const released: string[] = [];
  const trees: TreeService = {
    list: () => [
      {
        id: 'platform',
        title: 'Platform',
        root: 'kubernetes',
        acceptedRevision: 'r1',
        lastReadAt: 't1',
        counts: { items: 0, teams: 0, errors: 0, warnings: 0 },
      },
    ],
    tree: () => undefined,
    items: () => new Map(),
    teams: () => new Map(),
    findings: () => [
      finding(),
      finding('component:default/seen'),
      finding('component:default/hidden'),
    ],
    entities: () => (accepted ? snapshot : undefined),
    refresh: async () => {},
    release: async (treeId, revision) => {
      await options.release?.();
      released.push(`${treeId}@${revision}`);
    },
    subscribe: () => () => {},
  };
  const authorizer: EntityAuthorizer = {
    decide: async () => ({
      allows: (_, ref) => ref !== 'component:default/hidden',
    }),
    authorize: async () => ({ userEntityRef: 'user:default/mock' }),
  };
  const audit = new MemoryAudit();
  const permissions = mockServices.permissions.mock();
  permissions.authorize.mockResolvedValue([{ result: decision }]);
  const app = express()
    .use(
      createTreesRouter({
        trees,
        authorizer,
        permissions,
        audit,
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        now: () => new Date('2026-11-24T09:00:00Z'),
      }),
    )
    // What comes after it, as the plugin mounts its routers one after another.
    .post('/v1/other', express.json({ limit: '1mb' }), (req, res) => {
      res.json({ length: req.body.text.length });
    })
    .use(mockErrorHandler());
  return { app: request(app), audit, released };
}

const person = mockCredentials.user.header();
const service = mockCredentials.service.header();

describe('the routes of trees', () => {
  it.each([
    ['get', '/v1/trees'],
    ['get', '/v1/trees/platform/findings'],
    ['get', '/v1/trees/platform/entities'],
    ['post', '/v1/trees/platform/held-back/release'],
  ] as const)(
    '%s %s is closed to those not signed in',
    async (method, path) => {
      const { app } = setUp();
      expect((await app[method](path)).status).toBe(401);
    },
  );

  it('lists trees with the time of the answer', async () => {
    const { app } = setUp();
    const { body } = await app
      .get('/v1/trees')
      .set('Authorization', person)
      .expect(200);
    expect(body).toMatchObject({
      now: '2026-11-24T09:00:00.000Z',
      trees: [{ id: 'platform' }],
    });
  });

  it('leaves out findings of entities a person may not see', async () => {
    const { app } = setUp();
    const { body } = await app
      .get('/v1/trees/platform/findings')
      .set('Authorization', person)
      .expect(200);
    expect(body).toMatchObject({
      tree: 'platform',
      revision: 'r1',
      asOf: 't1',
    });
    expect(
      body.findings.map(({ entityRef }: LocatedFinding) => entityRef),
    ).toEqual([undefined, 'component:default/seen']);
  });

  it('knows only configured trees', async () => {
    const { app } = setUp();
    for (const [path, who] of [
      ['/v1/trees/edge/findings', person],
      ['/v1/trees/edge/entities', service],
    ]) {
      const { status } = await app.get(path).set('Authorization', who);
      expect(status).toBe(404);
    }
  });

  it('gives whole snapshots to services alone', async () => {
    const { app } = setUp();
    const path = '/v1/trees/platform/entities';
    await app.get(path).set('Authorization', person).expect(403);
    const { body, headers } = await app
      .get(path)
      .set('Authorization', service)
      .expect(200);
    expect(body).toEqual(snapshot);
    expect(headers.etag).toBe('"e1"');
    await app
      .get(path)
      .set('Authorization', service)
      .set('If-None-Match', '"e1"')
      .expect(304);
    await app
      .get(path)
      .set('Authorization', service)
      .set('If-None-Match', '"e0"')
      .expect(200);
  });

  it('leaves the bodies of other routes to those', async () => {
    const { app } = setUp();
    const { body } = await app
      .post('/v1/other')
      .send({ text: 'x'.repeat(50_000) })
      .expect(200);
    expect(body).toEqual({ length: 50_000 });
  });

  it('has no snapshot, rather than an empty one, before a first read', async () => {
    const { app } = setUp({ accepted: false });
    const { body } = await app
      .get('/v1/trees/platform/entities')
      .set('Authorization', service)
      .expect(404);
    expect(body.error.message).toBe('No read of platform was accepted yet');
  });

  describe('release of a held-back read', () => {
    const path = '/v1/trees/platform/held-back/release';

    it('is done, and audited, for who may', async () => {
      const { app, audit, released } = setUp();
      await app
        .post(path)
        .set('Authorization', person)
        .send({ revision: 'r2' })
        .expect(204);
      expect(released).toEqual(['platform@r2']);
      expect(audit.events).toMatchObject([
        {
          actor: 'user:default/mock',
          action: 'tree.release',
          target: 'tree:platform',
          parameters: { revision: 'r2' },
          decision: 'allowed',
          result: 'succeeded',
        },
      ]);
    });

    it('is refused, and audited, for who may not', async () => {
      const { app, audit, released } = setUp({
        decision: AuthorizeResult.DENY,
      });
      await app
        .post(path)
        .set('Authorization', person)
        .send({ revision: 'r2' })
        .expect(403);
      expect(released).toEqual([]);
      expect(audit.events).toMatchObject([
        { decision: 'denied', result: 'none' },
      ]);
    });

    it('is nothing a service does in nobody’s name', async () => {
      const { app, released } = setUp();
      await app
        .post(path)
        .set('Authorization', service)
        .send({ revision: 'r2' })
        .expect(403);
      expect(released).toEqual([]);
    });

    it('says when another read is held back by now, and audits the failure', async () => {
      const { app, audit } = setUp({
        release: async () => {
          throw new ConflictError('another read');
        },
      });
      await app
        .post(path)
        .set('Authorization', person)
        .send({ revision: 'r2' })
        .expect(409);
      expect(audit.events).toMatchObject([
        { result: 'failed', resultMessage: 'another read' },
      ]);
    });

    it.each([{}, { revision: 3 }, { revision: 'r', force: true }, []])(
      'names what is wrong with %j',
      async body => {
        const { app, audit } = setUp();
        await app
          .post(path)
          .set('Authorization', person)
          .send(body)
          .expect(400);
        expect(audit.events).toEqual([]);
      },
    );
  });
});
