import type { Tree } from '@strata/plugin-strata-common';

/** Removals up to this number are never held back, whatever their share. */
const fewRemovals = 5;

export type Verdict =
  | { kind: 'accept' }
  | { kind: 'hold'; reason: string; removed: string[] };

/**
 * Whether a read may come into force. A wrong root, a lost directory or a bad
 * merge looks like a mass removal, and a removal deletes entities: those wait
 * for a person.
 *
 * @param maxRemovedShare - share of the items, in [0, 1], above which (and
 * above five) removals are held back
 */
export function judgeRead(
  previous: Tree | undefined,
  next: Tree,
  maxRemovedShare: number,
): Verdict {
  const before = previous ?? { items: [], teams: [] };
  const items = missing(
    before.items.map(({ path }) => path),
    next.items,
    'path',
  );
  const teams = missing(
    before.teams.map(({ name }) => name),
    next.teams,
    'name',
  );
  const removed = [...items, ...teams.map(name => `team ${name}`)];
  const hold = (reason: string): Verdict => ({ kind: 'hold', reason, removed });

  if (next.items.length === 0 && next.teams.length === 0) {
    const place = next.options.root || 'the repository';
    return hold(
      `Nothing was found under ${place}. Check strata.trees[].root, or release the read if the tree is meant to be empty.`,
    );
  }
  if (before.teams.length > 0 && next.teams.length === 0) {
    return hold(
      `It removes all ${before.teams.length} teams, so that nothing would have an owner.`,
    );
  }
  for (const [what, gone, of] of [
    ['items', items, before.items],
    ['teams', teams, before.teams],
  ] as const) {
    if (
      gone.length > fewRemovals &&
      gone.length / of.length > maxRemovedShare
    ) {
      return hold(
        `It removes ${gone.length} of ${of.length} ${what}, more than ${percent(
          maxRemovedShare,
        )} allow.`,
      );
    }
  }
  return { kind: 'accept' };
}

function missing<K extends string>(
  before: readonly string[],
  next: readonly Record<K, string>[],
  key: K,
): string[] {
  const still = new Set(next.map(entry => entry[key]));
  return before.filter(entry => !still.has(entry)).sort();
}

const percent = (share: number) =>
  `${Number((share * 100).toPrecision(4))} % (strata.trees[].maxRemovedShare)`;
