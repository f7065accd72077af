import { defaultTreeOptions } from './options';
import { parseTree, parseTreeInSlices } from './parseTree';
import { exampleFiles } from './testing/exampleTree';
import { example, plantedDefects } from './testing/plantedDefects';
import { readOf } from './testing/readOf';
import { TreeCache } from './TreeCache';

const options = defaultTreeOptions();

/** Lets everything else that is ready have its turn. */
const giveWay = () => Promise.resolve();

it('gives the tree that is read at once', async () => {
  const read = readOf(exampleFiles());
  expect(
    await parseTreeInSlices(read, options, new TreeCache(), giveWay),
  ).toEqual(parseTree(read, options));
});

it('gives its findings, whatever is wrong, from one read to the next', async () => {
  const cache = new TreeCache();
  for (const { files } of plantedDefects) {
    const read = readOf({ ...example, ...files });
    expect(await parseTreeInSlices(read, options, cache, giveWay)).toEqual(
      parseTree(read, options),
    );
  }
});

it('may overlap with another read of the same tree', async () => {
  const files = exampleFiles();
  const service = 'kubernetes/services/n8n/service.yaml';
  const before = readOf(files);
  const after = readOf({
    ...files,
    [service]: files[service].replace('team: product', 'team: prodcut'),
  });
  const cache = new TreeCache();
  const [first, second] = await Promise.all([
    parseTreeInSlices(before, options, cache, giveWay),
    parseTreeInSlices(after, options, cache, giveWay),
  ]);
  expect(first).toEqual(parseTree(before, options));
  expect(second).toEqual(parseTree(after, options));
});

it('may stop between any two files, so that no step grows with the tree', async () => {
  let steps = 0;
  const read = readOf(exampleFiles());
  await parseTreeInSlices(read, options, new TreeCache(), async () => {
    steps += 1;
  });
  expect(steps).toBeGreaterThan(read.entries.length);
});

it('ends where giving way fails, and leaves the cache usable', async () => {
  const cache = new TreeCache();
  const read = readOf(exampleFiles());
  await expect(
    parseTreeInSlices(read, options, cache, async () => {
      throw new Error('shutting down');
    }),
  ).rejects.toThrow('shutting down');
  expect(parseTree(read, options, cache)).toEqual(parseTree(read, options));
});
