import git from 'isomorphic-git';

type Repository = {
  fs: Parameters<typeof git.readCommit>[0]['fs'];
  gitdir: string;
};

/** How the head of a change stands to the base branch. */
export type Relation =
  | { kind: 'apart'; base: string | undefined }
  | { kind: 'merged'; base: string; mergeCommit: string; mergedAt: string };

/**
 * Walks the first parents of the base branch and the change side by side and
 * stops where they meet: the cost is the distance, not the length of the
 * history. Merges made here, by `git merge` and by fast-forward are all found.
 */
export async function relate(
  repository: Repository,
  baseHead: string,
  head: string,
): Promise<Relation> {
  const read = async (oid: string) =>
    (await git.readCommit({ ...repository, oid })).commit;
  const mergedAt = async (oid: string) =>
    new Date((await read(oid)).committer.timestamp * 1000).toISOString();

  const onBase: string[] = [];
  const onChange = new Set<string>();
  const seenOnBase = new Set<string>();
  let baseCursor: string | undefined = baseHead;
  let changeCursor: string | undefined = head;
  let base: string | undefined;
  while (base === undefined && (baseCursor || changeCursor)) {
    if (baseCursor) {
      const oid: string = baseCursor;
      const { parent } = await read(oid);
      if (oid === head) {
        return {
          kind: 'merged',
          base: parent[0] ?? oid,
          mergeCommit: oid,
          mergedAt: await mergedAt(oid),
        };
      }
      if (parent.slice(1).includes(head)) {
        return {
          kind: 'merged',
          base: parent[0],
          mergeCommit: oid,
          mergedAt: await mergedAt(oid),
        };
      }
      onBase.push(oid);
      seenOnBase.add(oid);
      if (onChange.has(oid)) base = oid;
      baseCursor = parent[0];
    }
    if (changeCursor && base === undefined) {
      const oid: string = changeCursor;
      onChange.add(oid);
      if (seenOnBase.has(oid)) base = oid;
      // The side of a merge commit that came from the base is its last parent.
      changeCursor = (await read(oid)).parent.at(-1);
    }
  }
  const indirect = await mergedThroughAnother(
    repository,
    onBase.slice(0, base === undefined ? undefined : onBase.indexOf(base)),
    head,
  );
  if (!indirect) return { kind: 'apart', base };
  return {
    kind: 'merged',
    base: (await read(indirect)).parent[0],
    mergeCommit: indirect,
    mergedAt: await mergedAt(indirect),
  };
}

const clockSkewSeconds = 86_400;

/** The oldest merge commit that brought `head` in inside another branch. */
async function mergedThroughAnother(
  repository: Repository,
  newestFirst: readonly string[],
  head: string,
): Promise<string | undefined> {
  const read = async (oid: string) =>
    (await git.readCommit({ ...repository, oid })).commit;
  const notBefore = (await read(head)).committer.timestamp - clockSkewSeconds;
  const seen = new Set(newestFirst);
  for (const oid of [...newestFirst].reverse()) {
    const queue = (await read(oid)).parent.slice(1);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (next === head) return oid;
      if (seen.has(next)) continue;
      seen.add(next);
      const commit = await read(next);
      if (commit.committer.timestamp >= notBefore) queue.push(...commit.parent);
    }
  }
  return undefined;
}
