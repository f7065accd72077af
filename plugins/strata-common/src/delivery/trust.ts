import type { SourceStatus } from '../sources/contract';
import { quoted } from './reason';
import type { DerivedStatus, SourceTrust } from './statusContext';

/**
 * How far a source can be believed now. A short break of the connection
 * changes nothing; data older than the limit does, whatever the state says.
 *
 * @param now - epoch milliseconds
 * @public
 */
export function sourceTrust(
  source: SourceStatus | undefined,
  id: string,
  now: number,
): SourceTrust {
  if (!source) {
    return {
      kind: 'unreachable',
      source: id,
      since: new Date(now).toISOString(),
      error: 'the cluster is no longer configured',
    };
  }
  if (source.state === 'unreachable') {
    return {
      kind: 'unreachable',
      source: source.title,
      since: source.asOf ?? source.since,
      error: source.error,
    };
  }
  if (source.asOf === undefined) {
    return { kind: 'never_read', source: source.title };
  }
  const ageSeconds = (now - Date.parse(source.asOf)) / 1000;
  return ageSeconds > source.staleAfterSeconds
    ? { kind: 'stale', source: source.title, asOf: source.asOf }
    : { kind: 'current' };
}

const rank: Readonly<Record<SourceTrust['kind'], number>> = {
  unreachable: 0,
  stale: 1,
  never_read: 2,
  current: 3,
};

/**
 * "There is no Application" can only be said when every source that could
 * hold one is current; otherwise the worst of them is all there is to say.
 * @public
 */
export function worstTrust(
  sources: readonly SourceStatus[],
  now: number,
): SourceTrust {
  const clusters = sources.filter(({ kind }) => kind === 'kubernetes');
  if (clusters.length === 0) {
    return { kind: 'never_read', source: 'No cluster is configured; Argo CD' };
  }
  return clusters
    .map(source => sourceTrust(source, source.id, now))
    .reduce((worst, trust) =>
      rank[trust.kind] < rank[worst.kind] ? trust : worst,
    );
}

/** Status of a source that cannot be believed; also for rows without Application. @public */
export function untrusted(trust: SourceTrust): DerivedStatus | undefined {
  switch (trust.kind) {
    case 'current':
      return undefined;
    case 'unreachable':
      return {
        status: 'unreachable',
        reason: `${trust.source} cannot be reached${quoted(trust.error)}.`,
        since: trust.since,
      };
    case 'stale':
      return {
        status: 'stale',
        reason: `${trust.source} has not reported for longer than allowed; this is what was known then.`,
        since: trust.asOf,
      };
    case 'never_read':
      return {
        status: 'not_reported',
        reason: `${trust.source} has not been read completely yet.`,
      };
    default:
      return trust satisfies never;
  }
}
