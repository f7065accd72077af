import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { auditReadPermission } from '@strata/plugin-strata-common';
import express from 'express';
import request from 'supertest';
import type { AuditLog } from './AuditLog';
import { AuthorizedAudit } from './AuthorizedAudit';
import { createAuditRouter } from './router';

function setup(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const asked: Parameters<AuditLog['list']>[0][] = [];
  const permissions = mockServices.permissions.mock();
  permissions.authorize.mockResolvedValue([{ result }]);
  const log: Pick<AuditLog, 'list'> = {
    list: async filter => {
      asked.push(filter);
      return { events: [] };
    },
  };
  const app = express();
  app.use(
    createAuditRouter({
      audit: new AuthorizedAudit(log, permissions),
      httpAuth: mockServices.httpAuth(),
    }),
  );
  app.use(mockErrorHandler());
  const get = (query = '') =>
    request(app)
      .get(`/v1/audit${query}`)
      .set('authorization', mockCredentials.user.header());
  return { asked, get, permissions };
}

describe('GET /v1/audit', () => {
  it('answers those the policy lets read it', async () => {
    const { asked, get, permissions } = setup(AuthorizeResult.ALLOW);
    const { status, body } = await get('?actor=user:default/ada&limit=7');
    expect({ status, body }).toEqual({ status: 200, body: { events: [] } });
    expect(asked).toEqual([{ actor: 'user:default/ada', limit: 7 }]);
    expect(permissions.authorize).toHaveBeenCalledWith(
      [{ permission: auditReadPermission }],
      expect.anything(),
    );
  });

  it('is closed to others, before anything is read', async () => {
    const { asked, get } = setup(AuthorizeResult.DENY);
    expect((await get()).status).toBe(403);
    expect(asked).toEqual([]);
  });

  it.each(['?limit=0', '?limit=many', '?limit=501', '?who=me', '?actor[]=a'])(
    'refuses %s and names the field',
    async query => {
      const { get } = setup(AuthorizeResult.ALLOW);
      const { status, body } = await get(query);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/limit|who|actor/);
    },
  );
});
