import type { KubernetesFailure } from './KubernetesSource';

/** Every way a list or watch comes to an end. */
export type RestartReason =
  | KubernetesFailure
  | 'watch_ended'
  | 'half_open'
  | 'timed_out'
  | 'empty_unconfirmed';

interface RestartRule {
  /** `watch` goes on from the last resourceVersion, `list` reads all again. */
  resume: 'list' | 'watch';
  /** Failures back off further each time and are shown with the source. */
  failure: boolean;
  log: 'debug' | 'info' | 'warn' | 'error';
  why: string;
}

/** What each reason means. None of them drops what is known. */
export const restartRules: Readonly<Record<RestartReason, RestartRule>> = {
  watch_ended: {
    resume: 'watch',
    failure: false,
    log: 'debug',
    why: 'the server ended the watch at its timeout, as servers do',
  },
  expired: {
    resume: 'list',
    failure: false,
    log: 'info',
    why: 'the resourceVersion or page token is too old (410 Gone): what happened in between can only be learned from a list',
  },
  connection_lost: {
    resume: 'watch',
    failure: true,
    log: 'warn',
    why: 'the connection broke or could not be made',
  },
  half_open: {
    resume: 'watch',
    failure: true,
    log: 'warn',
    why: 'neither event nor bookmark for too long: the peer may be gone without a word, so connecting anew is the probe',
  },
  timed_out: {
    resume: 'list',
    failure: true,
    log: 'warn',
    why: 'a page of the list took too long',
  },
  unauthorized: {
    resume: 'list',
    failure: true,
    log: 'error',
    why: 'the cluster refused the token (401): renew serviceAccountToken in kubernetes.clusterLocatorMethods',
  },
  forbidden: {
    resume: 'list',
    failure: true,
    log: 'error',
    why: 'the token may not list and watch (403): grant get, list and watch on argoproj.io',
  },
  not_found: {
    resume: 'list',
    failure: true,
    log: 'error',
    why: 'the cluster does not know this kind (404): Argo CD or its definitions are not installed there',
  },
  overloaded: {
    resume: 'watch',
    failure: true,
    log: 'warn',
    why: 'the server is overloaded (429 or 503) and asked to wait',
  },
  server_error: {
    resume: 'list',
    failure: true,
    log: 'warn',
    why: 'the server answered with an error',
  },
  bad_data: {
    resume: 'list',
    failure: true,
    log: 'warn',
    why: 'an answer could not be read, so a change may have been missed: only a list makes sure',
  },
  empty_unconfirmed: {
    resume: 'list',
    failure: true,
    log: 'warn',
    why: 'a complete list came back empty although objects were known: a server restored or restarted empty looks like this, so it is asked once more before anything is deleted',
  },
};

export type Resume =
  | { kind: 'list'; confirmsEmpty: boolean }
  | { kind: 'watch'; resourceVersion: string };

export interface Interruption {
  reason: RestartReason;
  message: string;
  at: number;
}

/** Where a reflector is. Times are epoch milliseconds. */
export type ReflectorState =
  | {
      kind: 'listing';
      since: number;
      confirmsEmpty: boolean;
      attempt: number;
      after?: Interruption;
    }
  | {
      kind: 'watching';
      since: number;
      resourceVersion: string;
      /** Last sign of life; the watch is proven from then on. */
      heardAt: number;
      attempt: number;
      after?: Interruption;
    }
  | {
      kind: 'backing_off';
      since: number;
      until: number;
      resume: Resume;
      attempt: number;
      after: Interruption;
    }
  | { kind: 'stopped'; since: number };

export type ReflectorEvent =
  | { kind: 'listed'; resourceVersion: string; at: number }
  | { kind: 'heard'; resourceVersion?: string; at: number }
  | {
      kind: 'interrupted';
      reason: RestartReason;
      message: string;
      at: number;
      /** Delay chosen for the attempt this is. */
      delayMs: (attempt: number) => number;
    }
  | { kind: 'resumed'; at: number }
  | { kind: 'stopped'; at: number };

export const initialState = (at: number): ReflectorState => ({
  kind: 'listing',
  since: at,
  confirmsEmpty: false,
  attempt: 0,
});

/** The one place where a reflector changes its state. */
export function transition(
  state: ReflectorState,
  event: ReflectorEvent,
): ReflectorState {
  if (state.kind === 'stopped') return state;
  switch (event.kind) {
    case 'stopped':
      return { kind: 'stopped', since: event.at };
    case 'listed':
      return {
        kind: 'watching',
        since: event.at,
        resourceVersion: event.resourceVersion,
        heardAt: event.at,
        attempt: state.attempt,
      };
    case 'heard':
      if (state.kind !== 'watching') return state;
      return {
        ...state,
        heardAt: event.at,
        resourceVersion: event.resourceVersion ?? state.resourceVersion,
        attempt: 0,
        after: undefined,
      };
    case 'interrupted': {
      const rule = restartRules[event.reason];
      const attempt = rule.failure ? state.attempt + 1 : state.attempt;
      return {
        kind: 'backing_off',
        since: event.at,
        until: event.at + event.delayMs(attempt),
        resume:
          rule.resume === 'watch' && state.kind === 'watching'
            ? { kind: 'watch', resourceVersion: state.resourceVersion }
            : {
                kind: 'list',
                confirmsEmpty: event.reason === 'empty_unconfirmed',
              },
        attempt,
        after: { reason: event.reason, message: event.message, at: event.at },
      };
    }
    case 'resumed':
      if (state.kind !== 'backing_off') return state;
      return state.resume.kind === 'list'
        ? {
            kind: 'listing',
            since: event.at,
            confirmsEmpty: state.resume.confirmsEmpty,
            attempt: state.attempt,
            after: state.after,
          }
        : {
            kind: 'watching',
            since: event.at,
            resourceVersion: state.resume.resourceVersion,
            heardAt: event.at,
            attempt: state.attempt,
            after: state.after,
          };
    default:
      return event satisfies never;
  }
}
