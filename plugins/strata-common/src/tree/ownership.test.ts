import type { Team } from './model';
import { ownershipOf, ownsPath } from './ownership';
import { teamSchema } from './schemas';

const team = (name: string, owns: string[]): Team => ({
  name,
  definition: teamSchema.parse({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Team',
    metadata: { name },
    spec: { owns },
  }),
  position: { path: 'teams.yaml', line: 1, column: 1 },
});

it.each([
  ['platform/data', 'platform/data', true],
  ['platform/data', 'platform/data/mongodb', true],
  ['platform/data', 'platform/database', false],
  ['/platform/data/', 'platform/data/mongodb', true],
  ['services/media-*', 'services/media-server', true],
  ['services/media-*', 'services/n8n', false],
  ['platform/*/kafka', 'platform/messaging/kafka', true],
  ['**', 'infra/network/cilium', true],
  ['', 'services/n8n', false],
])('%s covers %s: %s', (pattern, path, expected) => {
  expect(ownsPath(pattern, path)).toBe(expected);
});

describe('the owner of an item', () => {
  const teams = [
    team('platform', ['platform', 'infra']),
    team('data', ['platform/data']),
    team('late', ['platform/data']),
  ];
  const ownership = ownershipOf(teams, { broken: ['broken'] });

  it.each([
    ['declared', 'services/n8n', 'data', { team: 'data', source: 'declared' }],
    [
      'by the longest entry, the first team of equals',
      'platform/data/mongodb',
      undefined,
      { team: 'data', source: 'inherited' },
    ],
    [
      'by a shorter one',
      'platform/messaging/kafka',
      undefined,
      { team: 'platform', source: 'inherited' },
    ],
    ['nobody', 'services/n8n', undefined, { source: 'unowned' }],
    [
      'nobody, where the declared team is none: not somebody else',
      'platform/data/mongodb',
      'nope',
      { source: 'unowned' },
    ],
    [
      'a team whose document has a mistake',
      'services/n8n',
      'broken',
      { team: 'broken', source: 'declared' },
    ],
  ])('%s', (_title, path, declared, expected) => {
    expect(ownership.ofItem(path, declared)).toEqual(expected);
  });

  it('is believed while the teams cannot be read whole', () => {
    expect(
      ownershipOf([], { incomplete: true }).ofItem('services/n8n', 'product'),
    ).toEqual({ team: 'product', source: 'declared' });
  });
});
