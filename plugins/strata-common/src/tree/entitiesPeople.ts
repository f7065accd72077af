import { DEFAULT_NAMESPACE, type Entity } from '@backstage/catalog-model';
import { contactLinks } from './entitiesComponent';
import {
  defined,
  groupRef,
  locationKeyOf,
  originAnnotations,
  unownedTeam,
  type MappingContext,
  type TreeEntity,
} from './entitiesOrigin';
import type { StrataTeamSpec } from './entitiesSpec';
import type { Finding } from './finding';
import type { Team } from './model';
import { groupNameOf } from './naming';

const leadsSuffix = '-leads';

/** Name of the role group of a team's leads, by which a policy tells a lead. @public */
export const leadsGroupOf = (team: string) => `${team}${leadsSuffix}`;

/** The team a role group belongs to; undefined for other groups. @public */
export const teamOfLeadsGroup = (name: string) =>
  name.endsWith(leadsSuffix) && name.length > leadsSuffix.length
    ? name.slice(0, -leadsSuffix.length)
    : undefined;

/**
 * Teams whose name would be taken for something with rights of its own. Their
 * members would silently become leads of another team, or owners of everything
 * unowned, so neither Group nor membership is made.
 * @internal
 */
export function reservedTeams(teams: readonly Team[]): Map<Team, string> {
  const names = new Set(teams.map(({ name }) => name));
  const reserved = new Map<Team, string>();
  for (const team of teams) {
    const leadsOf = teamOfLeadsGroup(team.name);
    if (team.name === unownedTeam) {
      reserved.set(team, 'it stands for everything nobody owns');
    } else if (leadsOf && names.has(leadsOf)) {
      reserved.set(team, `it is the group of the leads of team ${leadsOf}`);
    }
  }
  return reserved;
}

/** @internal */
export function reservedTeamFindings(teams: readonly Team[]): Finding[] {
  return [...reservedTeams(teams)].map(([team, why]) => ({
    code: 'team-name-reserved',
    severity: 'error',
    ...team.position,
    message: `The team name ${team.name} is reserved: ${why}.`,
    remedy: 'Give the team another name. Until then it is left out.',
  }));
}

function group(
  context: MappingContext,
  subject: {
    name: string;
    locationKey: string;
    file: string;
    line?: Team['position'];
    title: string;
    description?: string;
    email?: string;
    type: string;
    parent?: string;
    metadata?: Pick<Entity['metadata'], 'annotations' | 'labels' | 'tags'>;
    links?: Entity['metadata']['links'];
    strata?: StrataTeamSpec;
  },
): TreeEntity {
  const { tree } = context;
  const { options } = tree;
  const directory = subject.file.includes('/')
    ? subject.file.slice(0, subject.file.lastIndexOf('/'))
    : '';
  return {
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: defined({
        name: groupNameOf(options, subject.name),
        namespace: DEFAULT_NAMESPACE,
        title: subject.title,
        description: subject.description,
        labels: subject.metadata?.labels,
        annotations: {
          ...subject.metadata?.annotations,
          ...originAnnotations(context, { file: subject.file, directory }),
        },
        tags: subject.metadata?.tags,
        links: subject.links?.length ? subject.links : undefined,
      }),
      spec: defined({
        type: subject.type,
        profile: defined({
          displayName: subject.title,
          email: subject.email,
        }),
        parent: subject.parent && groupNameOf(options, subject.parent),
        children: [],
        strata: subject.strata,
      }),
    },
    locationKey: locationKeyOf(tree, subject.locationKey),
    position: subject.line ?? { path: subject.file, line: 1, column: 1 },
  };
}

function teamGroups(context: MappingContext, team: Team): TreeEntity[] {
  const { tree } = context;
  const { metadata, spec } = team.definition;
  const contact = defined({
    slack: spec.slack,
    email: spec.email,
    oncall: spec.oncall,
  });
  const reserved = reservedTeams(tree.teams);
  const parent = tree.teams.find(
    candidate => candidate.name === spec.parent && !reserved.has(candidate),
  );
  const title = metadata.title ?? team.name;
  const groups = [
    group(context, {
      name: team.name,
      locationKey: `team/${team.name}`,
      file: team.position.path,
      line: team.position,
      title,
      description: metadata.description,
      email: spec.email,
      type: spec.type,
      parent: parent?.name,
      metadata: {
        labels: metadata.labels,
        tags: metadata.tags,
        // Words to Argo CD about the document, not about the team.
        annotations: Object.fromEntries(
          Object.entries(metadata.annotations ?? {}).filter(
            ([key]) =>
              !/(^|\.)(backstage\.io|strata\.dev|argoproj\.io)\//.test(key),
          ),
        ),
      },
      links: [
        ...(metadata.links ?? []).map(link => defined(link)),
        ...contactLinks(contact),
      ],
      strata: {
        tree: tree.options.id,
        team: team.name,
        owns: spec.owns,
        ...contact,
      },
    }),
  ];
  if (spec.members.some(({ role }) => role === 'lead')) {
    groups.push(
      group(context, {
        name: leadsGroupOf(team.name),
        locationKey: `leads/${team.name}`,
        file: team.position.path,
        line: team.position,
        title: `${title} leads`,
        description: `Those who open the gates of ${title}.`,
        type: 'role',
        parent: team.name,
      }),
    );
  }
  return groups;
}

function unownedGroup(context: MappingContext): TreeEntity {
  return group(context, {
    name: unownedTeam,
    locationKey: `team/${unownedTeam}`,
    file: context.tree.options.root || '.',
    title: 'Unowned',
    description:
      'What no team declares and no team inherits. Name a team in spec.owner.team of its service.yaml, or add its path to the owns of a team.',
    type: unownedTeam,
  });
}

function users(context: MappingContext, teams: readonly Team[]): TreeEntity[] {
  const { tree } = context;
  const { options } = tree;
  const people = new Map<
    string,
    {
      displayName?: string;
      email?: string;
      memberOf: Set<string>;
      position: Team['position'];
    }
  >();
  for (const team of teams) {
    for (const member of team.definition.spec.members) {
      const person = people.get(member.name) ?? {
        memberOf: new Set(),
        position: team.position,
      };
      person.displayName ??= member.displayName;
      person.email ??= member.email;
      person.memberOf.add(groupNameOf(options, team.name));
      if (member.role === 'lead') {
        person.memberOf.add(groupNameOf(options, leadsGroupOf(team.name)));
      }
      people.set(member.name, person);
    }
  }
  return [...people].map(([name, person]) => ({
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: defined({
        name: groupNameOf(options, name),
        namespace: DEFAULT_NAMESPACE,
        title: person.displayName,
        annotations: originAnnotations(context, {
          file: person.position.path,
          directory: person.position.path.replace(/\/?[^/]*$/, ''),
        }),
      }),
      spec: {
        profile: defined({
          displayName: person.displayName ?? name,
          email: person.email,
        }),
        memberOf: [...person.memberOf].sort(),
      },
    },
    locationKey: locationKeyOf(tree, `user/${name}`),
    position: person.position,
  }));
}

/**
 * Groups of teams, of their leads, of what nobody owns, and the people.
 * `owners` holds the entity refs that something is owned by.
 * @internal
 */
export function peopleOf(
  context: MappingContext,
  owners: ReadonlySet<string>,
): TreeEntity[] {
  const { tree } = context;
  const reserved = reservedTeams(tree.teams);
  const teams = tree.teams.filter(team => !reserved.has(team));
  const unowned = groupRef(groupNameOf(tree.options, unownedTeam));
  return [
    ...teams.flatMap(team => teamGroups(context, team)),
    ...(owners.has(unowned) ? [unownedGroup(context)] : []),
    ...users(context, teams),
  ];
}
