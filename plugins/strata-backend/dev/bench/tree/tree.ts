import {
  defaultTreeOptions,
  parseTree,
  TreeCache,
  type TreeRead,
} from '@strata/plugin-strata-common';
import { LocalTreeReader, type TreeReader } from '@strata/plugin-strata-node';
import { parseAllDocuments } from 'yaml';
import { type BenchResult, ms } from '../result';
import { timed } from '../statistics';
import { catalog } from './catalog';
import { exampleFolder } from './exampleFolder';
import { withRepository } from './repository';
import { syntheticTree } from './syntheticTree';

const items = 2_000;
const item = 'services/n8n';
const definition = `kubernetes/${item}/service.yaml`;

/** Reading, parsing and checking a tree of 2,000 items, and what reaches the catalog. */
export async function tree(): Promise<BenchResult> {
  const files = await syntheticTree(exampleFolder, items);
  const options = defaultTreeOptions({
    repository: 'https://git.homelab.example/platform/gitops.git',
    platformTeam: 'platform',
  });
  return withRepository(files, async repository => {
    const reader = new LocalTreeReader({
      directory: repository.directory,
      root: options.root,
    });
    const cache = new TreeCache();
    const cold = await timed(() => readWhole(reader));
    const parsed = parseTree(cold.value, options, cache);
    const parse = await second(() => parseTree(cold.value, options));
    const naive = await second(() => parseNaively(cold.value));

    await repository.change(
      definition,
      files[definition].replace('title: n8n', 'title: Workflows'),
    );
    const again = await timed(() => readWhole(reader));
    const reparse = await timed(() => parseTree(again.value, options, cache));
    const title = reparse.value.items.find(({ path }) => path === item)?.title;
    const unchanged = await reader.read({ etag: again.value.revision });
    const inCatalog = await catalog({
      repository,
      reader,
      options,
      item: { path: item, definition: files[definition] },
      parseMs: parse,
    });

    const { entries } = cold.value;
    const yamlFiles = entries.filter(isYaml).length;
    return {
      how: `The example tree with copies of its services: ${items} items, ${entries.length} files (${yamlFiles} YAML), in a local bare repository of loose objects. Parsing is the second of two, so that all is compiled.`,
      figures: [
        {
          what: `Parse and check ${items} items, from files in memory`,
          strata: ms(parse),
          reference: {
            quantity: ms(naive),
            by: 'naive: the same library parses every YAML file of the tree, without positions, schemas or checks',
          },
        },
        {
          what: 'Read and parse again after a commit to one file',
          strata: ms(again.ms + reparse.ms),
          reference: {
            quantity: ms(cold.ms + parse),
            by: 'cold: what a reader does that keeps nothing between reads',
          },
        },
        {
          what: '… of which reading the repository',
          strata: ms(again.ms),
          reference: { quantity: ms(cold.ms), by: 'cold' },
        },
        ...inCatalog.figures,
      ],
      checks: [
        {
          what: `all ${items} items are found, without a finding`,
          holds: parsed.items.length === items && parsed.findings.length === 0,
          detail: [
            `${parsed.items.length} items, ${parsed.findings.length} findings`,
            ...parsed.findings
              .slice(0, 3)
              .map(({ path, line, message }) => `${path}:${line} ${message}`),
          ].join('; '),
        },
        {
          what: 'a read after one commit shows the change and every item',
          holds: title === 'Workflows' && reparse.value.items.length === items,
          detail: `title ${title}, ${reparse.value.items.length} items`,
        },
        {
          what: 'the cache changes how long a read takes and nothing else',
          holds:
            JSON.stringify(reparse.value) ===
            JSON.stringify(parseTree(again.value, options)),
          detail: `at ${again.value.revision}`,
        },
        {
          what: 'an unchanged head is not read again',
          holds: unchanged.kind === 'unchanged',
          detail: unchanged.kind,
        },
        ...inCatalog.checks,
      ],
    };
  });
}

/** Milliseconds of the second of two runs. */
async function second(work: () => unknown): Promise<number> {
  await timed(work);
  return (await timed(work)).ms;
}

async function readWhole(reader: TreeReader): Promise<TreeRead> {
  const result = await reader.read({});
  if (result.kind !== 'read') throw new Error('nothing was read');
  return result.read;
}

const isYaml = ({ path }: { path: string }) => path.endsWith('.yaml');

/** Every YAML file to plain data: what a quick script would do. */
function parseNaively(read: TreeRead): number {
  const decoder = new TextDecoder();
  let documents = 0;
  for (const entry of read.entries) {
    if (entry.kind !== 'file' || !isYaml(entry)) continue;
    for (const document of parseAllDocuments(decoder.decode(entry.content))) {
      document.toJS();
      documents += 1;
    }
  }
  return documents;
}
