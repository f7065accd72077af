import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type ChangeDetail,
  deliveryReadPermission,
  entityRef,
  type EntityRef,
} from '@strata/plugin-strata-common';
import { AuthorizedChanges } from './AuthorizedChanges';

const ada = mockCredentials.user('user:default/ada');
const item = entityRef('component:default/recipes');
const team = entityRef('group:default/product');
const touching: Partial<ChangeDetail> = {
  id: 'a',
  entityRefs: [item],
  owner: team,
};
const change = touching as ChangeDetail;

function reads(options: {
  allowed: readonly string[];
  inTree?: boolean;
  stored?: number;
}) {
  const all = Array.from({ length: options.stored ?? 1 }, () => change);
  return new AuthorizedChanges({
    changes: {
      list: async ({ limit }) => all.slice(0, limit),
      get: async () => change,
    },
    authorizer: {
      decide: async (_, permissions) => ({
        allows: (permission, ref) =>
          permissions.includes(permission) &&
          permission.name === deliveryReadPermission.name &&
          options.allowed.includes(ref),
      }),
      authorize: () => Promise.reject(new Error('reads authorise no mutation')),
    },
    trees: {
      items: () =>
        new Map<EntityRef, never>(
          options.inTree ? [[item, undefined as never]] : [],
        ),
    },
  });
}

describe('reading changes', () => {
  it.each([
    ['an item that may be seen', [item], true, true],
    ['an item that may not', [], true, false],
    ['an item that may not, though its team may', [team], true, false],
    ['no item yet, of a team that may be seen', [team], false, true],
    ['no item yet, of a team that may not', [], false, false],
    ['no item yet, whatever is allowed of its name', [item], false, false],
  ])('of %s', async (_, allowed, inTree, seen) => {
    const changes = reads({ allowed, inTree });
    await expect(changes.list({}, ada)).resolves.toEqual({
      changes: seen ? [change] : [],
      truncated: false,
    });
    const got = await changes
      .get('a', ada)
      .catch(({ name, message }) => `${name}: ${message}`);
    expect(got).toEqual(seen ? change : 'NotFoundError: No change a');
  });

  it('says that older ones are left out', async () => {
    const of = (stored: number) =>
      reads({ allowed: [team], stored }).list({}, ada);
    await expect(of(500)).resolves.toMatchObject({ truncated: false });
    const more = await of(501);
    expect(more.truncated).toBe(true);
    expect(more.changes).toHaveLength(500);
  });
});
