import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { permissionRules } from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
  catalogLocationReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { strataPermissions } from '@strata/plugin-strata-common';
import { StrataPolicy } from './StrataPolicy';

const policy = new StrataPolicy({
  admins: ['group:default/platform'],
  auditors: ['group:default/compliance'],
});

/** The refs a sign-in finds for each of them. */
const people = {
  lead: [
    'user:default/ada',
    'group:default/product',
    'group:default/product-leads',
  ],
  member: ['user:default/ben', 'group:default/product'],
  'other lead': [
    'user:default/chidi',
    'group:default/data',
    'group:default/data-leads',
  ],
  admin: ['user:default/finn', 'group:default/platform'],
  auditor: ['user:default/iris', 'group:default/compliance'],
  guest: ['user:default/guest'],
};
type Person = keyof typeof people;

function entity(kind: string, name: string, owner?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    relations: owner
      ? [{ type: 'ownedBy', targetRef: `group:default/${owner}` }]
      : [],
  };
}

/** What is asked about, by the team it belongs to. */
const things = [
  entity('Component', 'audiobookshelf', 'product'),
  entity('Group', 'product'),
  entity('Component', 'platform-data-mongodb', 'data'),
  entity('Group', 'data'),
  entity('Component', 'forgotten', 'unowned'),
  entity('Group', 'unowned'),
];

const apply = createConditionAuthorizer(Object.values(permissionRules));

/** `all`, `none`, or the things a person is allowed the permission on. */
async function allowed(person: Person, permission: Permission) {
  const decision = await policy.handle(
    { permission },
    {
      credentials: mockCredentials.user(people[person][0]),
      info: {
        userEntityRef: people[person][0],
        ownershipEntityRefs: people[person],
      },
    },
  );
  if (decision.result === 'ALLOW') return 'all';
  const names = things
    .filter(thing => apply(decision, thing))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  return names.length > 0 ? names.join(', ') : 'none';
}

const product = 'Component audiobookshelf, Group product';
const data = 'Component platform-data-mongodb, Group data';

const byName = new Map<string, Permission>(
  [
    ...strataPermissions,
    catalogEntityReadPermission,
    catalogEntityCreatePermission,
    catalogEntityDeletePermission,
    catalogEntityRefreshPermission,
    catalogLocationReadPermission,
    catalogLocationCreatePermission,
    catalogLocationDeletePermission,
    catalogLocationAnalyzePermission,
    ...[
      'kubernetes.clusters.read',
      'kubernetes.resources.read',
      'scaffolder.template.parameter.read',
      'scaffolder.template.step.read',
      'scaffolder.task.read',
      'anything.else.read',
    ].map(name => createPermission({ name, attributes: { action: 'read' } })),
    ...[
      'kubernetes.proxy',
      'scaffolder.action.execute',
      'scaffolder.task.create',
      'scaffolder.task.cancel',
      'scaffolder.template.management',
      'anything.else',
    ].map(name => createPermission({ name, attributes: {} })),
  ].map(permission => [permission.name, permission]),
);

/** One line a permission: lead, member, lead of another team, admin, auditor, guest. */
const table: Record<string, readonly string[]> = {
  'strata.delivery.read': ['all', 'all', 'all', 'all', 'all', 'all'],
  'strata.delivery.refresh': [product, product, data, 'all', 'none', 'none'],
  'strata.delivery.sync': [product, product, data, 'all', 'none', 'none'],
  'strata.delivery.sync.gated': [product, 'none', data, 'all', 'none', 'none'],
  'strata.delivery.prune': [product, 'none', data, 'all', 'none', 'none'],
  'strata.delivery.rollback': [product, product, data, 'all', 'none', 'none'],
  'strata.delivery.rollback.gated': [
    product,
    'none',
    data,
    'all',
    'none',
    'none',
  ],
  'strata.delivery.terminate': [product, 'none', data, 'all', 'none', 'none'],
  'strata.delivery.force': [product, 'none', data, 'all', 'none', 'none'],
  'strata.delivery.breakglass': [product, 'none', data, 'all', 'none', 'none'],
  'strata.delivery.mark': [product, 'none', data, 'all', 'none', 'none'],
  'strata.change.create': [product, product, data, 'all', 'none', 'none'],
  'strata.change.merge': [product, 'none', data, 'all', 'none', 'none'],
  'strata.tree.release': ['none', 'none', 'none', 'all', 'none', 'none'],
  'strata.audit.read': ['none', 'none', 'none', 'all', 'all', 'none'],

  'catalog.entity.read': ['all', 'all', 'all', 'all', 'all', 'all'],
  'catalog.location.read': ['all', 'all', 'all', 'all', 'all', 'all'],
  'catalog.entity.create': ['none', 'none', 'none', 'all', 'none', 'none'],
  'catalog.entity.delete': ['none', 'none', 'none', 'all', 'none', 'none'],
  'catalog.entity.refresh': ['none', 'none', 'none', 'all', 'none', 'none'],
  'catalog.location.create': ['none', 'none', 'none', 'all', 'none', 'none'],
  'catalog.location.delete': ['none', 'none', 'none', 'all', 'none', 'none'],
  'catalog.location.analyze': ['none', 'none', 'none', 'all', 'none', 'none'],

  'kubernetes.clusters.read': ['all', 'all', 'all', 'all', 'all', 'all'],
  'kubernetes.resources.read': ['all', 'all', 'all', 'all', 'all', 'all'],
  'kubernetes.proxy': ['none', 'none', 'none', 'all', 'none', 'none'],

  'scaffolder.template.parameter.read': [
    'all',
    'all',
    'all',
    'all',
    'all',
    'none',
  ],
  'scaffolder.template.step.read': ['all', 'all', 'all', 'all', 'all', 'none'],
  'scaffolder.template.management': [
    'none',
    'none',
    'none',
    'all',
    'none',
    'none',
  ],
  'scaffolder.task.create': ['all', 'all', 'all', 'all', 'all', 'none'],
  'scaffolder.task.read': ['all', 'all', 'all', 'all', 'all', 'none'],
  'scaffolder.task.cancel': ['all', 'all', 'all', 'all', 'all', 'none'],
  'scaffolder.action.execute': ['all', 'all', 'all', 'all', 'all', 'none'],

  'anything.else.read': ['none', 'none', 'none', 'all', 'all', 'none'],
  'anything.else': ['none', 'none', 'none', 'all', 'none', 'none'],
};

describe('StrataPolicy', () => {
  const rows = Object.entries(table).flatMap(([name, row]) =>
    (Object.keys(people) as Person[]).map((person, index) => ({
      name,
      person,
      expected: row[index],
    })),
  );

  it.each(rows)(
    '$name, $person: $expected',
    async ({ name, person, expected }) => {
      const permission = byName.get(name);
      expect(permission).toBeDefined();
      expect(await allowed(person, permission!)).toBe(expected);
    },
  );

  it('has a row for every permission of Strata', () => {
    expect(Object.keys(table)).toEqual(
      expect.arrayContaining(strataPermissions.map(({ name }) => name)),
    );
  });

  it.each([...byName.values()].map(permission => ({ permission })))(
    'denies $permission.name to nobody in particular',
    async ({ permission }) => {
      await expect(policy.handle({ permission })).resolves.toEqual({
        result: 'DENY',
      });
    },
  );
});
