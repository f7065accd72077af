import { InputError } from '@backstage/errors';

/** Place of an entry in the timeline: by time, transitions before actions, newest first. */
export interface ActivityPosition {
  kind: 'transition' | 'action';
  /** Epoch milliseconds. */
  at: number;
  sequence: number;
}

export const writePosition = ({ kind, at, sequence }: ActivityPosition) =>
  `${at}.${kind}.${sequence}`;

/** @throws InputError */
export function parsePosition(cursor: string): ActivityPosition {
  const match = /^(\d{1,15})\.(transition|action)\.(\d{1,15})$/.exec(cursor);
  if (!match) {
    throw new InputError('cursor must be the nextCursor of an earlier page');
  }
  const [, at, kind, sequence] = match;
  return {
    kind: kind === 'action' ? 'action' : 'transition',
    at: Number(at),
    sequence: Number(sequence),
  };
}

/** Where one of the two lists goes on: at the same time all of it, or none. */
export function positionBefore(
  { kind, at, sequence }: ActivityPosition,
  list: ActivityPosition['kind'],
): { at: number; sequence: number } {
  if (kind === list) return { at, sequence };
  return { at, sequence: list === 'action' ? Number.MAX_SAFE_INTEGER : 0 };
}
