import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { teamOfLeadsGroup } from '@strata/plugin-strata-common';

/** Teams with rights beyond their own things, as entity refs. @public */
export interface PolicyTeams {
  admins: readonly string[];
  auditors: readonly string[];
}

/** What follows from the groups a person is in. @public */
export interface Rights {
  admin: boolean;
  auditor: boolean;
  /** Group refs of the teams; none for guests. */
  teams: readonly string[];
  /** Those of the teams whose `-leads` group the person is in. */
  led: readonly string[];
}

/** `strata.policy` with team names made entity refs. @public */
export function readPolicyTeams(config: Config): PolicyTeams {
  const refs = (key: string) =>
    (config.getOptionalStringArray(`strata.policy.${key}`) ?? []).map(name =>
      stringifyEntityRef(
        parseEntityRef(name, {
          defaultKind: 'Group',
          defaultNamespace: DEFAULT_NAMESPACE,
        }),
      ),
    );
  return { admins: refs('admins'), auditors: refs('auditors') };
}

/**
 * A lead is told by the role group `<team>-leads`, and leads the team only as
 * one of its members: being in a group of that name alone gives nothing.
 *
 * @param ownershipRefs - the entity refs of the person and their groups, as the
 * sign-in resolver found them
 * @public
 */
export function rightsOf(
  ownershipRefs: readonly string[],
  { admins, auditors }: PolicyTeams,
): Rights {
  const groups = new Set(
    ownershipRefs
      .map(ref => parseEntityRef(ref))
      .filter(({ kind }) => kind.toLowerCase() === 'group')
      .map(group => stringifyEntityRef(group)),
  );
  const roles = [...groups].filter(ref => groups.has(teamOf(ref) ?? ''));
  const teams = [...groups].filter(ref => !roles.includes(ref));
  return {
    admin: teams.some(team => admins.includes(team)),
    auditor: teams.some(team => auditors.includes(team)),
    teams,
    led: roles.flatMap(ref => teamOf(ref) ?? []),
  };
}

/** Ref of the team a role group leads; undefined for other groups. */
function teamOf(groupRef: string): string | undefined {
  const group = parseEntityRef(groupRef);
  const name = teamOfLeadsGroup(group.name);
  return name && stringifyEntityRef({ ...group, name });
}
