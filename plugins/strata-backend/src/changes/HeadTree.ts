import {
  InvalidIntentError,
  parseTree,
  parseTreeInSlices,
  TreeCache,
  type FileEdit,
  type Tree,
  type TreeEntry,
  type TreeOptions,
  type TreeRead,
} from '@strata/plugin-strata-common';
import { inTurns } from '../tree/inTurns';
import type { ChangeTree } from './changeTrees';

/** A tree at one commit, and what it would be with some files changed. */
export class HeadTree {
  readonly #entries: ReadonlyMap<string, TreeEntry>;

  private constructor(
    private readonly treeRead: TreeRead,
    private readonly options: TreeOptions,
    private readonly cache: TreeCache,
    readonly tree: Tree,
  ) {
    this.#entries = new Map(
      treeRead.entries.map(entry => [entry.path, entry] as const),
    );
  }

  /** Parses the read; `cache` is shared by all heads of the tree. */
  static async of(
    treeRead: TreeRead,
    options: TreeOptions,
    cache: TreeCache,
  ): Promise<HeadTree> {
    return new HeadTree(
      treeRead,
      options,
      cache,
      await parseTreeInSlices(treeRead, options, cache, inTurns()),
    );
  }

  get revision(): string {
    return this.treeRead.revision;
  }

  /** Text of a file; undefined where nothing has this path. */
  text(path: string): string | undefined {
    const entry = this.#entries.get(path);
    if (!entry) return undefined;
    if (entry.kind !== 'file') return '';
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        entry.content,
      );
    } catch {
      throw new InvalidIntentError([
        { message: `${path} is not UTF-8 text; mend it in the repository` },
      ]);
    }
  }

  /** The whole tree as it would be after the edits. */
  with(edits: readonly FileEdit[]): Tree {
    const entries = new Map(this.#entries);
    for (const edit of edits) {
      if (edit.action === 'delete') {
        entries.delete(edit.path);
        continue;
      }
      const content = new TextEncoder().encode(edit.content);
      const { path } = edit;
      entries.set(path, { kind: 'file', path, size: content.length, content });
    }
    return parseTree(
      { ...this.treeRead, entries: [...entries.values()] },
      this.options,
      this.cache,
    );
  }
}

/** Heads of one tree. */
interface KnownHead {
  readonly cache: TreeCache;
  last?: { etag: string; head: HeadTree };
  /** The read under way; the next one begins where it ended. */
  reading?: Promise<unknown>;
}

/** Reads heads; a head that has not moved is neither read nor parsed again. */
export class HeadTrees {
  readonly #known = new Map<string, KnownHead>();

  /** One after another: a slow read must not put an older head in force. */
  async read(tree: ChangeTree): Promise<HeadTree> {
    const known = this.#known.get(tree.id) ?? { cache: new TreeCache() };
    this.#known.set(tree.id, known);
    const reading = (known.reading ?? Promise.resolve()).then(() =>
      readHead(tree, known),
    );
    // Who comes next is not concerned by this one's failure.
    known.reading = reading.catch(() => undefined);
    return reading;
  }
}

async function readHead(
  { options, reader }: ChangeTree,
  known: KnownHead,
): Promise<HeadTree> {
  const result = await reader.read(known.last ? { etag: known.last.etag } : {});
  switch (result.kind) {
    case 'unchanged':
      return known.last!.head;
    case 'read': {
      const head = await HeadTree.of(result.read, options, known.cache);
      known.last = { etag: result.etag, head };
      return head;
    }
    default:
      return result satisfies never;
  }
}
