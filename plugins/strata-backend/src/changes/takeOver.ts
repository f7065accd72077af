import type { ChangeHost, HostChange } from '@strata/plugin-strata-node';
import {
  type ChangeRecord,
  type ChangeStore,
  type ChangeUpdate,
  unfinishedStates,
} from './ChangeStore';

/** A branch is made within seconds; after this long, nobody is at it any more. */
const openingLimitMs = 10 * 60_000;

export interface TakeOverDeps {
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
  const records = await deps.store.list({ treeId, states: unfinishedStates });
  for (const record of records) await takeOver(record, host, deps);
}

/** The change as it is after what the host says was taken over. */
export async function takeOver(
  record: ChangeRecord,
  host: Pick<ChangeHost, 'get'>,
  { store, now, changed }: TakeOverDeps,
): Promise<ChangeRecord> {
  const at = now();
  const update = whatHappened(record, await host.get(record.branch), at);
  if (!update) return record;
  const updatedAt = at.toISOString();
  // What another request wrote since the record was read is newer than this.
  const first = await store.transition(
    record.id,
    [record.state],
    updatedAt,
    update,
  );
  if (!first) return (await store.byId(record.id)) ?? record;
  const taken = { ...record, ...update, updatedAt };
  changed(taken);
  return taken;
}

/** A change that the host knows to be merged, as it is written down. */
export function mergedAs(
  onHost: HostChange,
  at: string,
): ChangeUpdate & { state: 'merged' } {
  return {
    state: 'merged',
    head: onHost.head,
    mergeCommit: onHost.mergeCommit,
    mergedAt: onHost.mergedAt ?? at,
  };
}

function whatHappened(
  record: ChangeRecord,
  onHost: HostChange | undefined,
  now: Date,
): ChangeUpdate | undefined {
  const at = now.toISOString();
  if (!onHost) {
    // While opening, the request that makes the branch may be on its way.
    const mayCome =
      record.state === 'opening' &&
      now.getTime() - Date.parse(record.createdAt) < openingLimitMs;
    return mayCome ? undefined : { state: 'closed', closedAt: at };
  }
  switch (onHost.state) {
    case 'closed':
      return { state: 'closed', closedAt: at };
    case 'merged':
      return mergedAs(onHost, at);
    case 'open':
      return record.state === 'opening'
        ? { state: 'open', base: onHost.base, head: onHost.head }
        : undefined;
    default:
      return onHost.state satisfies never;
  }
}
