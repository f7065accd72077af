import { z } from 'zod';
import type { DeclaredLock, Item, Team } from '../tree/model';
import { lockScopeSchema } from '../tree/lockSchemas';
import { ownsPath } from '../tree/ownership';

/** @public */
export const lockStates = ['active', 'coming', 'over'] as const;
/** @public */
export type LockState = (typeof lockStates)[number];

/** As `GET /v1/locks` tells it. @public */
export const lockDtoSchema = z.object({
  tree: z.string(),
  name: z.string(),
  title: z.string(),
  state: z.enum(lockStates),
  scope: lockScopeSchema,
  reason: z.string(),
  from: z.string().optional(),
  until: z.string().optional(),
  by: z.string().optional(),
  breakGlass: z.array(z.string()).optional(),
  /** How many environments it holds. */
  environments: z.number(),
});
/** @public */
export type LockDto = z.infer<typeof lockDtoSchema>;

/** @public */
export const locksResponseSchema = z.object({
  locks: z.array(lockDtoSchema),
  now: z.string(),
});
/** @public */
export type LocksResponse = z.infer<typeof locksResponseSchema>;

/** @param now - epoch milliseconds @public */
export function lockState(
  { definition: { spec } }: DeclaredLock,
  now: number,
): LockState {
  if (spec.until !== undefined && Date.parse(spec.until) <= now) return 'over';
  if (spec.from !== undefined && Date.parse(spec.from) > now) return 'coming';
  return 'active';
}

/** The team and all above it; a cycle of parents ends. @public */
export function teamWithParents(
  team: string | undefined,
  teams: readonly Team[],
): Set<string> {
  const found = new Set<string>();
  for (let name = team; name !== undefined && !found.has(name); ) {
    found.add(name);
    const current: string = name;
    name = teams.find(each => each.name === current)?.definition.spec.parent;
  }
  return found;
}

/** Whether a lock holds an environment of an item. @public */
export function lockCovers(
  { definition: { spec } }: DeclaredLock,
  item: Item,
  environment: string,
  teams: readonly Team[],
): boolean {
  const { scope } = spec;
  return (
    (scope.team === undefined ||
      teamWithParents(item.owner.team, teams).has(scope.team)) &&
    (scope.item === undefined || ownsPath(scope.item, item.path)) &&
    (scope.environment === undefined || scope.environment === environment) &&
    (scope.layer === undefined || scope.layer === item.layer)
  );
}

/** One sentence for whoever it stops. @public */
export function lockReason({ name, definition: { spec } }: DeclaredLock) {
  const until = spec.until === undefined ? '' : ` until ${spec.until}`;
  const by = spec.by === undefined ? '' : `, by ${spec.by}`;
  return `Locked${until} (${name}${by}): ${spec.reason.replace(/\.$/, '')}.`;
}

/**
 * Whether a person may break a lock, as far as the lock itself says: nobody
 * named means anyone whom the policy lets break locks.
 * @public
 */
export function lockLets(
  { definition: { spec } }: DeclaredLock,
  teamsOfPerson: ReadonlySet<string>,
): boolean {
  return (
    spec.breakGlass === undefined ||
    spec.breakGlass.some(team => teamsOfPerson.has(team))
  );
}
