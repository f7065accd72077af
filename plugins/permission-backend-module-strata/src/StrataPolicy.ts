import { parseEntityRef } from '@backstage/catalog-model';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityReadPermission,
  catalogLocationReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  auditReadPermission,
  changeCreatePermission,
  changeMergePermission,
  deliveryBreakGlassPermission,
  deliveryForcePermission,
  deliveryMarkPermission,
  deliveryPrunePermission,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliveryRollbackGatedPermission,
  deliveryRollbackPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  deliveryTerminatePermission,
} from '@strata/plugin-strata-common';
import { rightsOf, type PolicyTeams, type Rights } from './rights';

/**
 * Who is allowed, besides admins: everyone signed in, whoever is in a team,
 * members of the owning team, its leads, auditors, nobody else.
 */
type Audience =
  | 'everyone'
  | 'team_members'
  | 'owners'
  | 'leads_of_owners'
  | 'auditors'
  | 'admins';

/**
 * The policy as a table: copy it and change it. What is not in it is for
 * admins; auditors may read what anyone may read.
 */
const audiences: Readonly<Record<string, Audience>> = {
  [catalogEntityReadPermission.name]: 'everyone',
  [catalogLocationReadPermission.name]: 'everyone',
  [deliveryReadPermission.name]: 'everyone',
  'kubernetes.clusters.read': 'everyone',
  'kubernetes.resources.read': 'everyone',

  'scaffolder.action.execute': 'team_members',
  'scaffolder.template.parameter.read': 'team_members',
  'scaffolder.template.step.read': 'team_members',
  'scaffolder.task.create': 'team_members',
  'scaffolder.task.read': 'team_members',
  'scaffolder.task.cancel': 'team_members',

  [deliveryRefreshPermission.name]: 'owners',
  [deliverySyncPermission.name]: 'owners',
  [deliveryRollbackPermission.name]: 'owners',
  [changeCreatePermission.name]: 'owners',

  [deliverySyncGatedPermission.name]: 'leads_of_owners',
  [deliveryRollbackGatedPermission.name]: 'leads_of_owners',
  // It may end what a lead began, whatever the gate.
  [deliveryTerminatePermission.name]: 'leads_of_owners',
  [deliveryPrunePermission.name]: 'leads_of_owners',
  [deliveryForcePermission.name]: 'leads_of_owners',
  [deliveryMarkPermission.name]: 'leads_of_owners',
  // A lock may narrow this further; see its breakGlass.
  [deliveryBreakGlassPermission.name]: 'leads_of_owners',
  [changeMergePermission.name]: 'leads_of_owners',

  [auditReadPermission.name]: 'auditors',
};

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * The sample policy: members act on what their team owns where the gate is
 * automatic, leads also where it is manual, admins on everything; auditors read
 * everything; whoever is in no team only looks. Services never ask a policy.
 * @public
 */
export class StrataPolicy implements PermissionPolicy {
  constructor(private readonly teams: PolicyTeams) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return deny;
    return decide(
      permission,
      rightsOf(user.info.ownershipEntityRefs, this.teams),
    );
  }
}

function decide(permission: Permission, rights: Rights): PolicyDecision {
  if (rights.admin) return allow;
  if (rights.auditor && permission.attributes.action === 'read') return allow;
  const audience = audiences[permission.name] ?? 'admins';
  switch (audience) {
    case 'everyone':
      return allow;
    case 'team_members':
      return rights.teams.length > 0 ? allow : deny;
    case 'owners':
      return belongsTo(permission, rights.teams);
    case 'leads_of_owners':
      return belongsTo(permission, rights.led);
    case 'auditors':
    case 'admins':
      return deny;
    default:
      throw new Error(`unknown audience ${audience satisfies never}`);
  }
}

/**
 * Allowed on entities the teams own, and on the teams' own Groups, which
 * nobody owns: a change on behalf of a team asks about its Group.
 */
function belongsTo(
  permission: Permission,
  teams: readonly string[],
): PolicyDecision {
  const [first, ...others] = teams;
  if (!first || !isResourcePermission(permission, 'catalog-entity')) {
    return deny;
  }
  return createCatalogConditionalDecision(permission, {
    anyOf: [
      catalogConditions.isEntityOwner({ claims: [...teams] }),
      isGroup(first),
      ...others.map(isGroup),
    ],
  });
}

function isGroup(
  groupRef: string,
): PermissionCriteria<PermissionCondition<'catalog-entity'>> {
  const { namespace, name } = parseEntityRef(groupRef);
  return {
    allOf: [
      catalogConditions.isEntityKind({ kinds: ['group'] }),
      catalogConditions.hasMetadata({ key: 'namespace', value: namespace }),
      catalogConditions.hasMetadata({ key: 'name', value: name }),
    ],
  };
}
