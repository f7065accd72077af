import { mockServices } from '@backstage/backend-test-utils';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { StrataEntityProvider } from '@strata/plugin-catalog-backend-module-strata';
import type { TreeOptions } from '@strata/plugin-strata-common';
import { repositoryUrls, type TreeReader } from '@strata/plugin-strata-node';
import { DatabaseTreeStore } from '../../../src/tree/DatabaseTreeStore';
import { Trees } from '../../../src/tree/Trees';
import { migratedDatabase } from '../database';
import { watchEventLoop } from '../eventLoop';
import { idleScheduler } from '../idleScheduler';
import { quietLogger } from '../quietLogger';
import { count, type Check, type Figure, ms } from '../result';
import { timed } from '../statistics';
import type { BenchRepository } from './repository';

const id = 'platform';

/** What reaches the catalog when commits change nothing in it. */
export async function catalog({
  repository,
  reader,
  options,
  item,
  parseMs,
}: {
  repository: BenchRepository;
  reader: TreeReader;
  options: TreeOptions;
  item: { path: string; definition: string };
  /** Parsing and checking the whole tree at once, milliseconds. */
  parseMs: number;
}): Promise<{ figures: Figure[]; checks: Check[] }> {
  const database = await migratedDatabase();
  try {
    const trees = await Trees.create({
      trees: [
        {
          id,
          title: 'Platform',
          options,
          urls: repositoryUrls({ branch: 'main' }),
          reader,
          frequency: { seconds: 10 },
          maxRemovedShare: 0.5,
        },
      ],
      store: new DatabaseTreeStore(database),
      logger: quietLogger,
      now: () => new Date(),
      announce: async () => {},
    });
    const { provider, mutated } = await connectedProvider(trees);
    const pass = async () => {
      const before = mutated();
      const { ms: took } = await timed(async () => {
        await trees.refresh(id);
        await provider.pull();
      });
      return { took, entities: mutated() - before };
    };

    const first = await pass();
    const unchanged = await pass();
    const folder = `${options.root}/${item.path}`;
    const manifest = `${folder}/environments/base/bench.yaml`;
    await repository.change(manifest, '# tells the catalog nothing\n');
    const loop = watchEventLoop();
    const uninteresting = await pass();
    const { max } = loop.stop();
    await repository.change(
      `${folder}/service.yaml`,
      item.definition.replace(/title: .*/, `title: ${benchTitle}`),
    );
    const renamed = await pass();
    const title = trees
      .tree(id)
      ?.items.find(({ path }) => path === item.path)?.title;

    const full = {
      quantity: count(first.entities),
      by: 'naive: a full mutation after every read, as a provider on a schedule makes it',
      source:
        'https://backstage.io/docs/features/software-catalog/external-integrations',
    };
    return {
      figures: [
        {
          what: 'Entities written to the catalog by a pass over an unchanged head',
          strata: count(unchanged.entities),
          reference: full,
        },
        {
          what: 'Entities written after a commit that changes no entity',
          strata: count(uninteresting.entities),
          reference: full,
        },
        {
          what: 'A pass over an unchanged head: read, compare, pull',
          strata: ms(unchanged.took),
          reference: {
            quantity: ms(first.took),
            by: 'the first pass: parse, check, validate, store and hand over everything',
          },
        },
        {
          what: 'Longest pause of the event loop while a commit to one file is taken in',
          strata: ms(max),
          reference: {
            quantity: ms(parseMs),
            by: 'naive: the whole tree parsed and checked in one go',
          },
        },
      ],
      checks: [
        {
          what: 'a commit that changes no entity mutates nothing',
          holds: unchanged.entities === 0 && uninteresting.entities === 0,
          detail: `${unchanged.entities} and ${uninteresting.entities} of ${first.entities}`,
        },
        {
          what: 'a commit that changes one reaches the catalog',
          holds: renamed.entities > 0 && title === benchTitle,
          detail: `${renamed.entities} entities, title ${title}`,
        },
      ],
    };
  } finally {
    await database.destroy();
  }
}

const benchTitle = 'Renamed by the bench';

/** The real provider, over a catalog that counts what it is handed. */
async function connectedProvider(trees: Trees) {
  let entities = 0;
  const provider = new StrataEntityProvider(id, {
    config: mockServices.rootConfig(),
    client: {
      entities: async (tree, { etag } = {}) => {
        const snapshot = trees.entities(tree);
        if (!snapshot) return { kind: 'absent', reason: 'nothing accepted' };
        return snapshot.etag === etag
          ? { kind: 'unchanged' }
          : { kind: 'changed', snapshot };
      },
    },
    logger: quietLogger,
    scheduler: idleScheduler,
    events: { publish: async () => {}, subscribe: async () => {} },
  });
  await provider.connect({
    applyMutation: async (mutation: EntityProviderMutation) => {
      entities +=
        mutation.type === 'full'
          ? mutation.entities.length
          : mutation.added.length + mutation.removed.length;
    },
    refresh: async () => {},
  });
  return { provider, mutated: () => entities };
}
