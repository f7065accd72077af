import { mockServices } from '@backstage/backend-test-utils';
import { entityRef } from '@strata/plugin-strata-common';
import type { AuditLog } from '../audit/AuditLog';
import { AuditedActions } from './AuditedActions';

const act = {
  actor: 'user:default/ada',
  action: 'change.merge',
  entityRef: entityRef('group:default/product'),
  target: 'change:a',
  parameters: {},
};

/** An audit whose database goes away once the event is written. */
function goingAway() {
  const logger = mockServices.logger.mock();
  const completed: string[] = [];
  const audit: AuditLog = {
    append: async event => ({ ...event, id: 'e1', at: '2026-11-24T12:00:00Z' }),
    complete: async (_, { result }) => {
      completed.push(result);
      throw new Error('connection lost');
    },
    findByIdempotencyKey: async () => undefined,
    list: async () => ({ events: [] }),
  };
  const authorizer = {
    decide: () => Promise.reject(new Error('not asked')),
    authorize: () => Promise.reject(new Error('not asked')),
  };
  const actions = new AuditedActions(
    audit,
    authorizer,
    () => undefined,
    logger,
  );
  return { actions, completed, logger };
}

describe('AuditedActions.perform', () => {
  it('answers what was done, though its end cannot be written down', async () => {
    const { actions, completed, logger } = goingAway();
    await expect(actions.perform(act, async () => 'merged')).resolves.toBe(
      'merged',
    );
    expect(completed).toEqual(['succeeded']);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/e1 stays pending: it succeeded/),
      expect.any(Error),
    );
  });

  it('answers why it failed, though that cannot be written down', async () => {
    const { actions, completed } = goingAway();
    await expect(
      actions.perform(act, () => Promise.reject(new Error('host is down'))),
    ).rejects.toThrow('host is down');
    expect(completed).toEqual(['failed']);
  });
});
