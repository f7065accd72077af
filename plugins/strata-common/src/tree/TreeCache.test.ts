import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { exampleFiles } from './testing/exampleTree';
import { readOf } from './testing/readOf';
import { TreeCache } from './TreeCache';

const service = 'kubernetes/services/n8n/service.yaml';
const options = defaultTreeOptions();

it('changes nothing but the time a read takes', () => {
  const cache = new TreeCache();
  const files = exampleFiles();
  const broken = {
    ...files,
    [service]: files[service].replace('team: product', 'team: prodcut'),
    'kubernetes/services/kafka-demo/service.yaml': 'a: [',
  };
  for (const version of [files, broken, broken, files]) {
    expect(parseTree(readOf(version), options, cache)).toEqual(
      parseTree(readOf(version), options),
    );
  }
});

it('gives back the same documents for the same bytes, and forgets the rest', () => {
  const cache = new TreeCache();
  const content = new TextEncoder().encode('a: 1');
  cache.begin();
  const first = cache.parse('a.yaml', content, 'strict');
  cache.begin();
  expect(cache.parse('a.yaml', content.slice(), 'strict')).toBe(first);
  expect(cache.parse('a.yaml', content, 'kubernetes')).not.toBe(first);
  cache.begin();
  cache.begin();
  expect(cache.parse('a.yaml', content, 'strict')).not.toBe(first);
});

it('reads two thousand items again within two seconds', () => {
  const example = exampleFiles();
  const files = { ...example };
  const copied = Object.entries(example).filter(([path]) =>
    path.startsWith('kubernetes/services/n8n/'),
  );
  for (let index = 0; index < 2_000; index++) {
    for (const [path, text] of copied) {
      files[path.replace('services/n8n', `services/n8n${index}`)] =
        text.replace(/n8n/g, `n8n${index}`);
    }
  }
  const cache = new TreeCache();
  const read = readOf(files);
  parseTree(read, options, cache);
  const began = performance.now();
  const tree = parseTree(read, options, cache);
  const took = performance.now() - began;
  expect(tree.items).toHaveLength(2_025);
  expect(took).toBeLessThan(2_000);
}, 60_000);
