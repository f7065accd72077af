import type { ChangeHost } from '@strata/plugin-strata-node';
import type { ChangeRecord, ChangeStore, ChangeUpdate } from './ChangeStore';

/** More changes than this are not open in one tree at once. */
const openAtOnce = 500;

interface TakeOverDeps {
  store: ChangeStore;
  now: () => Date;
  changed: (record: ChangeRecord) => void;
}

/**
 * Takes over what happened on the host: merges and deleted branches made with
 * git, and openings a crash left behind.
 */
export async function takeOverFromHost(
  treeId: string,
  host: ChangeHost,
  deps: TakeOverDeps,
): Promise<void> {
  const records = await deps.store.list({
    treeId,
    states: ['opening', 'open', 'conflicted'],
    limit: openAtOnce,
  });
  for (const record of records) {
    const at = deps.now().toISOString();
    const update = await whatHappened(record, host, at);
    if (!update) continue;
    await deps.store.update(record.id, at, update);
    deps.changed({ ...record, ...update, updatedAt: at });
  }
}

async function whatHappened(
  record: ChangeRecord,
  host: ChangeHost,
  at: string,
): Promise<ChangeUpdate | undefined> {
  const onHost = await host.get(record.branch);
  if (!onHost) {
    // While opening, the request that makes the branch may be on its way.
    return record.state === 'opening'
      ? undefined
      : { state: 'closed', closedAt: at };
  }
  switch (onHost.state) {
    case 'closed':
      return { state: 'closed', closedAt: at };
    case 'merged':
      return {
        state: 'merged',
        head: onHost.head,
        mergeCommit: onHost.mergeCommit,
        mergedAt: onHost.mergedAt ?? at,
      };
    case 'open':
      return record.state === 'opening'
        ? { state: 'open', base: onHost.base, head: onHost.head }
        : undefined;
    default:
      return onHost.state satisfies never;
  }
}
