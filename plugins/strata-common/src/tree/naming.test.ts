import {
  domainNameOf,
  entityNameOf,
  groupNameOf,
  systemNameOf,
} from './naming';
import { defaultTreeOptions } from './options';

const first = defaultTreeOptions();
const second = defaultTreeOptions({ id: 'edge', primary: false });

it.each([
  ['services', 'services/n8n', 'n8n', 'edge-n8n'],
  [
    'platform',
    'platform/data/mongodb',
    'platform-data-mongodb',
    'edge-platform-data-mongodb',
  ],
  [
    'infra',
    'infra/network/cilium',
    'infra-network-cilium',
    'edge-infra-network-cilium',
  ],
])('%s item %s is %s, in a second tree %s', (layer, path, name, other) => {
  expect(entityNameOf(first, layer, path)).toBe(name);
  expect(entityNameOf(second, layer, path)).toBe(other);
});

it('names layers, areas and teams likewise', () => {
  expect(domainNameOf(first, 'infra')).toBe('infra');
  expect(systemNameOf(first, 'platform', 'data')).toBe('platform-data');
  expect(groupNameOf(second, 'product')).toBe('edge-product');
});

it('gives names the catalog takes, apart from each other and always the same', () => {
  const names = ['My App', 'My-App', 'my app', 'ü', '...', 'x'.repeat(200)].map(
    name => entityNameOf(first, 'services', `services/${name}`),
  );
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect(name).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
  }
  expect(names[0]).toBe(entityNameOf(first, 'services', 'services/My App'));
});
