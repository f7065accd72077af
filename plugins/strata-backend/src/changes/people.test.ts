import {
  entityRef,
  teamSchema,
  type EntityRef,
  type Team,
} from '@strata/plugin-strata-common';
import { personOf } from './people';

const product: Team = {
  name: 'product',
  position: { path: 'kubernetes/bootstrap/teams.yaml', line: 1, column: 1 },
  definition: teamSchema.parse({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Team',
    metadata: { name: 'product' },
    spec: {
      members: [
        { name: 'ada', displayName: 'Ada L.', email: 'ada@example.org' },
        { name: 'ben' },
      ],
    },
  }),
};
const teams = new Map<EntityRef, Team>([
  [entityRef('group:default/product'), product],
]);

describe('the author of a commit', () => {
  it('is the person as the tree knows her', () => {
    expect(personOf('user:default/ada', teams)).toEqual({
      name: 'Ada L.',
      email: 'ada@example.org',
    });
  });

  it('has an address nobody has, where none is known', () => {
    expect(personOf('user:default/ben', teams)).toEqual({
      name: 'ben',
      email: 'ben@default.invalid',
    });
    expect(personOf('user:guests/eve', teams)).toEqual({
      name: 'eve',
      email: 'eve@guests.invalid',
    });
  });
});
