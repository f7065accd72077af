import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityRef, Team } from '@strata/plugin-strata-common';
import type { Person } from '@strata/plugin-strata-node';

/** The author of a commit, as the tree itself knows the person. */
export function personOf(
  userEntityRef: string,
  teams: ReadonlyMap<EntityRef, Team>,
): Person {
  const { name, namespace } = parseEntityRef(userEntityRef);
  const member = [...teams.values()]
    .flatMap(team => team.definition.spec.members)
    .find(candidate => candidate.name === name);
  return {
    name: member?.displayName ?? name,
    // `.invalid` (RFC 2606): an address that nobody has, rather than a guess.
    email: member?.email ?? `${name}@${namespace}.invalid`,
  };
}
