import { CronExpressionParser } from 'cron-parser';
import picomatch from 'picomatch';
import type { ApplicationRecord } from './applicationRecord';
import type { SyncWindow } from './project';

/** Whether a person may sync now, as far as the project's windows go. @public */
export type WindowVerdict =
  | { kind: 'open' }
  | {
      kind: 'closed';
      window: SyncWindow;
      /** ISO 8601; when this window stops standing in the way. */
      until?: string;
      reason: string;
    }
  | {
      /** A window that cannot be understood: Argo CD refuses too. */
      kind: 'unreadable';
      reason: string;
    };

const unitMillis = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Length of a Go duration such as `1h30m`; `undefined` for other text. */
function goDurationMillis(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(count) * unitMillis[unit as keyof typeof unitMillis];
  }
  return total;
}

type WindowState =
  | { kind: 'active'; until: number }
  | { kind: 'inactive'; from: number }
  | { kind: 'unreadable'; reason: string };

/** Active = some start lies within one duration before now. */
function windowState(window: SyncWindow, now: number): WindowState {
  const duration = goDurationMillis(window.duration);
  if (duration === undefined || window.schedule === '') {
    return {
      kind: 'unreadable',
      reason: `sync window "${window.schedule}" for "${window.duration}" cannot be read`,
    };
  }
  try {
    const starts = CronExpressionParser.parse(window.schedule, {
      currentDate: now - duration,
      tz: window.timeZone,
    });
    const next = starts.next().getTime();
    return next <= now
      ? { kind: 'active', until: next + duration }
      : { kind: 'inactive', from: next };
  } catch (error) {
    return {
      kind: 'unreadable',
      reason: `sync window "${window.schedule}" (${window.timeZone}): ${
        error instanceof Error ? error.message : error
      }`,
    };
  }
}

/** Argo CD's globs cross `/` and have no brace or extended forms. */
function anyMatches(globs: readonly string[], values: (string | undefined)[]) {
  return globs.some(glob =>
    values.some(
      value =>
        value !== undefined &&
        picomatch.isMatch(value, glob, {
          bash: true,
          dot: true,
          nobrace: true,
          noextglob: true,
        }),
    ),
  );
}

function applies(window: SyncWindow, application: ApplicationRecord): boolean {
  const { name, server, namespace } = application.destination;
  const selectors: [readonly string[], (string | undefined)[]][] = [
    [window.applications, [application.name]],
    [window.clusters, [name, server]],
    [window.namespaces, [namespace]],
  ];
  const stated = selectors.filter(([globs]) => globs.length > 0);
  if (stated.length === 0) return false;
  return window.andOperator
    ? stated.every(([globs, values]) => anyMatches(globs, values))
    : stated.some(([globs, values]) => anyMatches(globs, values));
}

function closed(
  window: SyncWindow,
  until: number,
  toIso: (millis: number) => string,
): WindowVerdict {
  const at = toIso(until);
  return {
    kind: 'closed',
    window,
    until: at,
    reason:
      window.kind === 'deny'
        ? `a deny window of the project (${window.schedule} ${window.timeZone}, ${window.duration}) is open until ${at}`
        : `outside the sync windows of the project; the next one opens at ${at}`,
  };
}

/**
 * Whether a manual sync passes the windows of the Application's own project
 * (`SyncWindows.CanSync(true)` of Argo CD). Windows of global projects are
 * named in a ConfigMap that is not read; there Argo CD itself has the last word.
 *
 * @param now - epoch milliseconds
 * @public
 */
export function manualSyncWindow(
  windows: readonly SyncWindow[],
  application: ApplicationRecord,
  now: number,
): WindowVerdict {
  const toIso = (millis: number) => new Date(millis).toISOString();
  const states = windows
    .filter(window => applies(window, application))
    .map(window => ({ window, state: windowState(window, now) }));

  for (const { state } of states) {
    if (state.kind === 'unreadable') return state;
  }
  const denying = states.find(
    ({ window, state }) =>
      window.kind === 'deny' && state.kind === 'active' && !window.manualSync,
  );
  if (denying && denying.state.kind === 'active') {
    return closed(denying.window, denying.state.until, toIso);
  }
  const overridden = states.some(
    ({ window, state }) => window.kind === 'deny' && state.kind === 'active',
  );
  const allows = states.filter(({ window }) => window.kind === 'allow');
  if (
    overridden ||
    allows.some(({ state }) => state.kind === 'active') ||
    allows.every(({ window }) => window.manualSync)
  ) {
    return { kind: 'open' };
  }
  const opening = allows
    .flatMap(({ window, state }) =>
      state.kind === 'inactive' ? [{ window, from: state.from }] : [],
    )
    .sort((a, b) => a.from - b.from)[0];
  return closed(opening.window, opening.from, toIso);
}

/** A window that concerns an Application, and where it stands now. @public */
export interface WindowFacts {
  window: SyncWindow;
  state: 'active' | 'inactive' | 'unreadable';
  /** ISO 8601; end of an active window. */
  until?: string;
  /** ISO 8601; when it opens next, an active one again. */
  next?: string;
  /** Why it cannot be read. */
  problem?: string;
}

/**
 * Every window that concerns an Application.
 *
 * @param now - epoch milliseconds
 * @public
 */
export function windowsOf(
  windows: readonly SyncWindow[],
  application: ApplicationRecord,
  now: number,
): WindowFacts[] {
  const iso = (millis: number) => new Date(millis).toISOString();
  return windows
    .filter(window => applies(window, application))
    .map(window => {
      const state = windowState(window, now);
      switch (state.kind) {
        case 'active':
          return {
            window,
            state: 'active',
            until: iso(state.until),
            next: iso(nextStart(window, now)),
          };
        case 'inactive':
          return { window, state: 'inactive', next: iso(state.from) };
        case 'unreadable':
          return { window, state: 'unreadable', problem: state.reason };
        default:
          return state satisfies never;
      }
    });
}

function nextStart({ schedule, timeZone }: SyncWindow, now: number): number {
  return CronExpressionParser.parse(schedule, {
    currentDate: now,
    tz: timeZone,
  })
    .next()
    .getTime();
}
