import { ConflictError } from '@backstage/errors';
import {
  InvalidIntentError,
  type ChangeTemplate,
  type FileEdit,
} from '@strata/plugin-strata-common';
import {
  HostConflictError,
  type ChangeHost,
  type HostChange,
  type Person,
} from '@strata/plugin-strata-node';
import {
  type ChangeRecord,
  type ChangeStore,
  type ChangeUpdate,
  mergeableStates,
} from './ChangeStore';
import type { ChangeTree } from './changeTrees';
import type { HeadTree, HeadTrees } from './HeadTree';
import { ChangeRefusedError } from './refusals';
import { checkEditsOn, renderOnHead } from './renderOnHead';
import { mergedAs } from './takeOver';

const mergeTries = 4;

interface MergeDeps {
  host: ChangeHost;
  tree: ChangeTree;
  template: ChangeTemplate;
  heads: HeadTrees;
  store: ChangeStore;
  author: Person;
  message: { title: string; body: string };
  now: () => Date;
}

/**
 * Merges a change into the head as it is now. Where the head moved under files
 * of the change, it is rendered again on its own branch first; what is merged
 * has always been checked as a whole tree on the head it is merged into.
 */
export async function mergeOnHost(
  record: ChangeRecord,
  deps: MergeDeps,
): Promise<ChangeRecord> {
  let change = record;
  for (let attempt = 0; attempt < mergeTries; attempt++) {
    const { host } = deps;
    const onHost = await host.get(change.branch);
    if (!onHost || onHost.state === 'closed') {
      throw new ConflictError(
        `The branch ${change.branch} is gone; open the change again`,
      );
    }
    if (onHost.state === 'merged') return merged(change, onHost, deps);

    const head = await deps.heads.read(deps.tree);
    if (onHost.head !== change.head) {
      change = await adopt(change, onHost, head, deps);
      continue;
    }
    const edits = await editsOf(change, host);
    if (await headMovedUnder(change, head, host)) {
      change = await rerender(change, head, deps);
      continue;
    }
    const { added, acceptable } = checkEditsOn(head, edits);
    if (!acceptable) throw new ChangeRefusedError(added);
    try {
      const done = await host.merge({
        branch: change.branch,
        expectedHead: change.head,
        expectedBase: head.revision,
        author: deps.author,
      });
      return await merged(change, done, deps);
    } catch (error) {
      if (!(error instanceof HostConflictError)) throw error;
    }
  }
  throw new ConflictError(
    `The tree kept moving while "${record.title}" was being merged; try again`,
  );
}

/** The base holds it: that outranks whatever else was written down. */
async function merged(
  change: ChangeRecord,
  onHost: HostChange,
  { store, now }: MergeDeps,
): Promise<ChangeRecord> {
  const at = now().toISOString();
  const columns = mergedAs(onHost, at);
  await store.update(change.id, at, columns);
  return { ...change, ...columns, updatedAt: at };
}

/** The files of the change as its branch holds them. */
async function editsOf(
  { files, head }: ChangeRecord,
  host: ChangeHost,
): Promise<FileEdit[]> {
  return Promise.all(
    files.map(async ({ path }): Promise<FileEdit> => {
      const content = await host.readFile(head, path);
      return content === undefined
        ? { path, action: 'delete' }
        : { path, action: 'write', content };
    }),
  );
}

/** Whether a file of the change is another one on the head than on its base. */
async function headMovedUnder(
  { files, base }: ChangeRecord,
  head: HeadTree,
  host: ChangeHost,
): Promise<boolean> {
  if (base === head.revision) return false;
  for (const { path } of files) {
    if ((await host.readFile(base, path)) !== head.text(path)) return true;
  }
  return false;
}

async function rerender(
  change: ChangeRecord,
  head: HeadTree,
  deps: MergeDeps,
): Promise<ChangeRecord> {
  try {
    const rendered = renderOnHead(deps.template, change.intent.values, head);
    if (!rendered.acceptable) throw new ChangeRefusedError(rendered.added);
    const onHost = await deps.host.rerender({
      branch: change.branch,
      expectedHead: change.head,
      base: head.revision,
      edits: rendered.plan.edits,
      title: `Render on ${head.revision.slice(0, 12)}: ${deps.message.title}`,
      body: deps.message.body,
      author: deps.author,
    });
    return await update(change, deps, {
      state: 'open',
      base: onHost.base,
      head: onHost.head,
      files: rendered.files,
      added: rendered.added,
    });
  } catch (error) {
    if (
      error instanceof InvalidIntentError ||
      error instanceof ChangeRefusedError
    ) {
      await update(change, deps, { state: 'conflicted' });
      throw new ConflictError(
        `The tree moved on, and the change cannot be made on it any more: ${error.message}. Close it, or mend the tree and merge again`,
      );
    }
    throw error;
  }
}

/**
 * The branch is further than was written down: a rendering of ours that a
 * crash cut short is taken over, commits by others are not.
 */
async function adopt(
  change: ChangeRecord,
  onHost: HostChange,
  head: HeadTree,
  deps: MergeDeps,
): Promise<ChangeRecord> {
  const byHand = new ConflictError(
    `The branch ${change.branch} holds commits that were not made here; merge it with git, or close the change and open it again`,
  );
  if (onHost.base !== head.revision) throw byHand;
  const rendered = renderOnHead(deps.template, change.intent.values, head);
  for (const edit of rendered.plan.edits) {
    const content = await deps.host.readFile(onHost.head, edit.path);
    const wanted = edit.action === 'write' ? edit.content : undefined;
    if (content !== wanted) throw byHand;
  }
  return update(change, deps, {
    base: onHost.base,
    head: onHost.head,
    files: rendered.files,
    added: rendered.added,
  });
}

/** @throws ConflictError where another request has ended the change meanwhile */
async function update(
  change: ChangeRecord,
  { store, now }: MergeDeps,
  columns: ChangeUpdate,
): Promise<ChangeRecord> {
  const at = now().toISOString();
  if (!(await store.transition(change.id, mergeableStates, at, columns))) {
    const state = (await store.byId(change.id))?.state ?? 'gone';
    throw new ConflictError(
      `"${change.title}" is ${state} meanwhile; look at it again`,
    );
  }
  return { ...change, ...columns, updatedAt: at };
}
