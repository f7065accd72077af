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
