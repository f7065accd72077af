import { ConfigReader } from '@backstage/config';
import type { SourceStatus } from '@strata/plugin-strata-common';
import { withNotes } from './notes';

const source = (id: string): SourceStatus => ({
  id,
  kind: 'kubernetes',
  title: id,
  state: 'connected',
  since: '2026-11-24T00:00:00Z',
  staleAfterSeconds: 300,
});

it('labels the sources that the configuration matches and no other', () => {
  const label = withNotes(
    new ConfigReader({
      strata: {
        sources: [
          { match: 'kubernetes:*', note: 'simulated' },
          { match: 'prometheus:main', note: 'seeded' },
        ],
      },
    }),
  );
  expect(
    label([
      source('kubernetes:homelab'),
      source('prometheus:main'),
      source('prometheus:other'),
    ]).map(({ note }) => note),
  ).toEqual(['simulated', 'seeded', undefined]);
});

it('labels nothing where nothing is configured', () => {
  expect(withNotes(new ConfigReader({}))([source('tree:a')])[0].note).toBe(
    undefined,
  );
});
