import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { exampleFiles } from './testing/exampleTree';
import { readOf } from './testing/readOf';
import { TreeCache } from './TreeCache';

const service = 'kubernetes/services/n8n/service.yaml';
const options = defaultTreeOptions();
const content = new TextEncoder().encode('a: 1');

/** A complete read of one file. */
function readFile(cache: TreeCache, bytes = content) {
  const read = cache.begin();
  const file = read.parse('a.yaml', bytes, 'strict');
  read.end();
  return file;
}

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

it('gives back the same documents for the same bytes', () => {
  const cache = new TreeCache();
  const first = readFile(cache);
  expect(readFile(cache, content.slice())).toBe(first);
  expect(readFile(cache, new TextEncoder().encode('a: 2'))).not.toBe(first);
});

it('tells the dialects of a file apart', () => {
  const cache = new TreeCache();
  const first = readFile(cache);
  expect(cache.begin().parse('a.yaml', content, 'kubernetes')).not.toBe(first);
});

it('forgets what a complete read did not use', () => {
  const cache = new TreeCache();
  const first = readFile(cache);
  cache.begin().end();
  expect(readFile(cache)).not.toBe(first);
});

it('keeps what it has while other reads are under way or given up', () => {
  const cache = new TreeCache();
  const first = readFile(cache);
  const slow = cache.begin();
  cache.begin();
  expect(readFile(cache)).toBe(first);
  expect(slow.parse('a.yaml', content, 'strict')).toBe(first);
});
