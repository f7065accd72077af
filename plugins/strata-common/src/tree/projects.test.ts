import type { AppProjectFacts } from './model';
import { allowsDestination, allowsRepository } from './projects';

const project = (
  destinations: AppProjectFacts['destinations'],
  sourceRepos: string[] = [],
): AppProjectFacts => ({
  name: 'p',
  position: { path: 'teams.yaml', line: 1, column: 1 },
  sourceRepos,
  destinations,
});
const n8n = { cluster: 'homelab', namespace: 'n8n' };

it.each([
  ['the same', [{ name: 'homelab', namespace: 'n8n' }], n8n, true],
  ['another namespace', [{ name: 'homelab', namespace: 'x' }], n8n, false],
  ['another cluster', [{ name: 'other', namespace: 'n8n' }], n8n, false],
  ['globs', [{ name: 'home*', namespace: 'n*' }], n8n, true],
  ['any server', [{ server: '*', namespace: '*' }], n8n, true],
  ['nothing', [], n8n, false],
  // Only Argo CD knows which address a cluster's name stands for.
  [
    'an address against a name',
    [{ server: 'https://10.0.0.1', namespace: '*' }],
    n8n,
    'unknown',
  ],
  [
    'in-cluster by its address',
    [{ server: 'https://kubernetes.default.svc', namespace: '*' }],
    { cluster: 'in-cluster', namespace: 'a' },
    true,
  ],
  [
    'all but one namespace',
    [
      { name: '*', namespace: '*' },
      { name: 'homelab', namespace: '!n8n' },
    ],
    n8n,
    false,
  ],
  [
    'all but one cluster',
    [
      { name: '*', namespace: '*' },
      { name: '!homelab', namespace: '*' },
    ],
    n8n,
    false,
  ],
])('destination: %s', (_title, destinations, destination, expected) => {
  expect(allowsDestination(project(destinations), destination)).toBe(expected);
});

it.each([
  [['*'], 'https://git.example/a/b', true],
  [['https://git.example/a/b.git'], 'ssh://git@git.example/a/b', true],
  [['https://git.example/a/*'], 'https://git.example/a/b', true],
  [['https://git.example/a/*'], 'https://git.example/c/b', false],
  [['*', '!https://git.example/a/b'], 'https://git.example/a/b', false],
  [[], 'https://git.example/a/b', false],
])('repositories %j and %s: %s', (rules, repository, expected) => {
  expect(allowsRepository(project([], rules), repository)).toBe(expected);
});
