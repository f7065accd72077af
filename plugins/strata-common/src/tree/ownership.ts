import { compileGlob } from './glob';
import type { OwnerSource, Team } from './model';

/** Specificity of an `owns` entry: literal characters before the first wildcard. */
interface Claim {
  team: string;
  pattern: string;
  matches: (path: string) => boolean;
  weight: number;
}

/** Answers who owns a path, from the `owns` of all teams. @public */
export interface Ownership {
  /**
   * The team of the longest matching `owns` entry. A prefix owns itself and
   * everything below it; of equally long ones the team declared first counts.
   */
  inherited(path: string): string | undefined;
  /** The owner of an item: declared and existing, else inherited, else nobody. */
  ofItem(
    path: string,
    declared: string | undefined,
  ): { team?: string; source: OwnerSource };
}

/**
 * Whether an `owns` entry (a path prefix or a glob, `platform/data` or
 * `services/media-*`) covers a path. `*` stands for text within a segment and
 * `**` for any depth; whatever lies below a match is covered too.
 * @public
 */
export function ownsPath(pattern: string, path: string): boolean {
  return matcherOf(cleanPattern(pattern))(path);
}

function matcherOf(pattern: string): (path: string) => boolean {
  const itself = compileGlob(pattern, 'owns');
  const below = compileGlob(`${pattern}/**`, 'owns');
  return path => pattern !== '' && (itself(path) || below(path));
}

function cleanPattern(pattern: string): string {
  return pattern.trim().replace(/^(?:\.?\/)+|\/+$/g, '');
}

/** What is known of teams that could not be read whole. @public */
export interface UnreadTeams {
  /** Names of teams whose document has errors. */
  broken?: readonly string[];
  /** A file is unreadable, so that teams may exist that nobody can name. */
  incomplete?: boolean;
}

/**
 * Builds the answer once per tree. A team that exists but could not be read
 * keeps what declares it: one broken document must not disown its items.
 * @public
 */
export function ownershipOf(
  teams: readonly Team[],
  unread: UnreadTeams = {},
): Ownership {
  const names = new Set([
    ...teams.map(team => team.name),
    ...(unread.broken ?? []),
  ]);
  const claims: Claim[] = teams.flatMap(team =>
    team.definition.spec.owns.map(entry => {
      const pattern = cleanPattern(entry);
      return {
        team: team.name,
        pattern,
        matches: matcherOf(pattern),
        weight: pattern.replace(/\*/g, '').length,
      };
    }),
  );
  claims.sort((a, b) => b.weight - a.weight);
  const inherited = (path: string) =>
    claims.find(claim => claim.matches(path))?.team;

  return {
    inherited,
    ofItem(path, declared) {
      if (declared !== undefined) {
        // A team that is named and not declared owns nothing: a guess at
        // somebody else would hide the mistake.
        return names.has(declared) || unread.incomplete
          ? { team: declared, source: 'declared' }
          : { source: 'unowned' };
      }
      const team = inherited(path);
      return team === undefined
        ? { source: 'unowned' }
        : { team, source: 'inherited' };
    },
  };
}
