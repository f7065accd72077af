import {
  InvalidIntentError,
  parseTree,
  type FileEdit,
  type Tree,
  type TreeEntry,
  type TreeOptions,
  type TreeRead,
} from '@strata/plugin-strata-common';
import type { ChangeTree } from './changeTrees';

/** A tree at one commit, and what it would be with some files changed. */
export class HeadTree {
  readonly #entries: ReadonlyMap<string, TreeEntry>;
  readonly tree: Tree;

  constructor(
    private readonly treeRead: TreeRead,
    private readonly options: TreeOptions,
  ) {
    this.#entries = new Map(
      treeRead.entries.map(entry => [entry.path, entry] as const),
    );
    this.tree = parseTree(treeRead, options);
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
    );
  }
}

/** Reads heads; a head that has not moved is neither read nor parsed again. */
export class HeadTrees {
  readonly #last = new Map<string, { etag: string; head: HeadTree }>();

  async read({ id, options, reader }: ChangeTree): Promise<HeadTree> {
    const last = this.#last.get(id);
    const result = await reader.read(last ? { etag: last.etag } : {});
    switch (result.kind) {
      case 'unchanged':
        return last!.head;
      case 'read': {
        const head = new HeadTree(result.read, options);
        this.#last.set(id, { etag: result.etag, head });
        return head;
      }
      default:
        return result satisfies never;
    }
  }
}
