import type { GeneratedGate, ItemEnvironment } from '../tree/model';
import type { ApplicationRecord } from './applicationRecord';
import type { ApplicationSetRecord } from './applicationSet';
import type { Gate, GateMode } from './contract';

/** The gate that is in force: the live policy of the Application. @public */
export function liveGate(application: ApplicationRecord): GateMode {
  return application.automated?.enabled ? 'automatic' : 'manual';
}

function generatedGate(generated: GeneratedGate | undefined): {
  mode?: GateMode;
  why?: string;
} {
  switch (generated?.kind) {
    case 'evaluated':
      return { mode: generated.automated ? 'automatic' : 'manual' };
    case 'cannot_evaluate':
      return {
        why: `the ApplicationSet cannot be evaluated: ${generated.reason}`,
      };
    case 'absent':
      return { why: generated.reason };
    case undefined:
      return { why: 'the environment is not declared in the tree' };
    default:
      return generated satisfies never;
  }
}

function declaredGate(environment: ItemEnvironment | undefined) {
  if (environment?.autoSync === undefined) return undefined;
  return environment.autoSync ? 'automatic' : 'manual';
}

/** What a progressive sync of the set adds to the live policy. */
function rollout(
  application: ApplicationRecord,
  set: ApplicationSetRecord | undefined,
): string | undefined {
  if (!set || set.rollingSteps === 0) return undefined;
  const { step, state } = set.rollout[application.name] ?? {};
  return step === undefined
    ? `the set ${set.name} syncs in ${set.rollingSteps} steps and this Application is in none of them`
    : `step ${step} of ${set.rollingSteps} of the set ${set.name}${
        state ? ` (${state})` : ''
      }${set.manualSteps.includes(step) ? ', which is synced by hand' : ''}`;
}

/**
 * Compares what is declared, generated and live. Anything not known counts as
 * gated: the stricter permission is asked for where we cannot tell.
 * @public
 */
export function gateOf(
  environment: ItemEnvironment | undefined,
  application: ApplicationRecord | undefined,
  set: ApplicationSetRecord | undefined,
): Gate {
  const declared = declaredGate(environment);
  const generated = generatedGate(environment?.generated);
  const live = application && liveGate(application);
  const columns: Record<string, GateMode | undefined> = {
    declared,
    generated: generated.mode,
    live,
  };
  const known = Object.values(columns).filter(mode => mode !== undefined);
  const differs = new Set(known).size > 1;
  const gated = known.length < 3 || known.includes('manual');
  const explained = [
    ...(differs
      ? [
          Object.entries(columns)
            .map(([column, mode]) => `${column} ${mode ?? 'not known'}`)
            .join(', '),
        ]
      : []),
    ...(declared ? [] : ['the definition does not say autoSync']),
    ...(generated.why ? [generated.why] : []),
    ...(application
      ? [rollout(application, set) ?? []].flat()
      : ['there is no Application']),
  ];
  return {
    declared,
    generated: generated.mode,
    live,
    gated,
    differs,
    why:
      explained.length > 0
        ? sentence(explained.join('; '))
        : `Declared, generated and live agree: ${live}.`,
    hash: fnv1a([
      declared,
      generated.mode,
      live,
      application?.uid,
      application?.project,
      application?.automated?.prune,
      application?.automated?.selfHeal,
    ]),
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/**
 * Two 32-bit FNV-1a lanes, hexadecimal: one of 64 bits needs BigInt, and ten
 * thousand of those hold up the process. Tells whether facts moved between two
 * looks; it guards against surprise, not against forgery: every guard runs
 * again anyway.
 */
function fnv1a(facts: readonly unknown[]): string {
  const text = JSON.stringify(facts);
  return lane(text, 0x811c9dc5) + lane(text, 0x050c5d1f);
}

function lane(text: string, offset: number): string {
  let hash = offset;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
