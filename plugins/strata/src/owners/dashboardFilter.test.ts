import { audiobookshelf, kafkaDemo, n8n, postgres } from '../fixtures/owners';
import { byLayer, filterItems, isNarrowed, noFilter } from './dashboardFilter';

const items = [n8n, kafkaDemo, audiobookshelf, postgres];
const names = (filter: Partial<typeof noFilter>) =>
  filterItems(items, { ...noFilter, ...filter }).map(({ name }) => name);

describe('filterItems', () => {
  it('keeps everything without a filter, in its order', () => {
    expect(names({})).toEqual(items.map(({ name }) => name));
    expect(isNarrowed(noFilter)).toBe(false);
  });

  it('finds all words of the text, in any field', () => {
    expect(names({ text: 'POSTGRES data' })).toEqual([postgres.name]);
  });

  it('takes statuses of both kinds as alternatives', () => {
    expect(names({ delivery: ['drifted'], slo: ['at_risk'] })).toEqual([
      'n8n',
      'audiobookshelf',
    ]);
  });

  it('asks for the status in the environment that is chosen', () => {
    expect(names({ delivery: ['healthy'], environment: 'production' })).toEqual(
      [postgres.name],
    );
  });

  it('narrows to a layer', () => {
    expect(names({ layer: 'platform' })).toEqual([postgres.name]);
    expect(isNarrowed({ ...noFilter, layer: 'platform' })).toBe(true);
  });
});

it('groups by layer in the order of the worst item', () => {
  expect(byLayer([postgres, n8n, kafkaDemo]).map(({ layer }) => layer)).toEqual(
    ['platform', 'services'],
  );
});
