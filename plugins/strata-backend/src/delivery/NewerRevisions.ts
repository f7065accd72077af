import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type ApplicationRecord,
  type DeliveryRow,
  type EntityRef,
  type Item,
  normalizeRepository,
} from '@strata/plugin-strata-common';
import type { RevisionHistory } from '@strata/plugin-strata-node';

/** A repository whose history can be asked. */
export interface KnownRepository {
  /** As Argo CD names it. */
  repository: string;
  history: RevisionHistory;
}

/** Kept answers; each is for a pair of revisions and paths, which never change. */
const mostKept = 20_000;

/**
 * Whether a newer revision that touches an item waits. Rows are made without
 * waiting: the first question is answered "unknown" and looked up, and the
 * entity is announced when the answer is there.
 */
export class NewerRevisions {
  readonly #answers = new Map<string, DeliveryRow['newer'] | 'asked'>();
  readonly #histories: Map<string, RevisionHistory>;

  constructor(
    repositories: readonly KnownRepository[],
    private readonly logger: LoggerService,
    private readonly announce: (refs: readonly EntityRef[]) => void,
  ) {
    this.#histories = new Map(
      repositories.map(({ repository, history }) => [
        normalizeRepository(repository),
        history,
      ]),
    );
  }

  of(item: Item, application: ApplicationRecord): DeliveryRow['newer'] {
    const questions = this.#questions(application);
    if (questions === undefined) return 'unknown';
    const answers = questions.map(question => this.#answer(item, question));
    if (answers.includes('yes')) return 'yes';
    return answers.includes('unknown') ? 'unknown' : 'no';
  }

  /**
   * One question per source whose revision moved. Undefined where one cannot
   * be asked: a chart of another version, a repository nobody knows.
   */
  #questions(application: ApplicationRecord): Question[] | undefined {
    const compared = application.sync?.revisions ?? [];
    const deployed = application.deployed?.revisions ?? [];
    if (compared.length !== deployed.length) return undefined;
    const questions: Question[] = [];
    for (const [index, to] of compared.entries()) {
      const from = deployed[index];
      if (from === to) continue;
      const source = application.sources[index];
      const history =
        source?.repoUrl &&
        this.#histories.get(normalizeRepository(source.repoUrl));
      if (!history || source.path === undefined) return undefined;
      questions.push({
        history,
        from,
        to,
        paths: relevantPaths(source.path, application.generatePaths),
      });
    }
    return questions;
  }

  #answer(item: Item, question: Question): DeliveryRow['newer'] {
    const { from, to, paths, history } = question;
    const key = [from, to, ...paths].join('\0');
    const known = this.#answers.get(key);
    if (known !== undefined) return known === 'asked' ? 'unknown' : known;
    if (this.#answers.size >= mostKept) this.#answers.clear();
    this.#answers.set(key, 'asked');
    history.differs({ from, to, paths }).then(
      differs => {
        if (differs === undefined) {
          // The revision may arrive with the next fetch: ask again then.
          this.#answers.delete(key);
          return;
        }
        this.#answers.set(key, differs ? 'yes' : 'no');
        this.announce([item.entityRef]);
      },
      error => {
        this.#answers.delete(key);
        this.logger.warn(
          `whether ${item.path} changed between ${from} and ${to} cannot be read`,
          error,
        );
      },
    );
    return 'unknown';
  }
}

interface Question {
  history: RevisionHistory;
  from: string;
  to: string;
  paths: string[];
}

/**
 * What Argo CD itself looks at: the source's path, and what
 * `manifest-generate-paths` adds (relative to it, or to the repository where
 * it begins with a slash).
 */
export function relevantPaths(
  sourcePath: string,
  generatePaths: readonly string[],
): string[] {
  const paths = generatePaths.length > 0 ? generatePaths : ['.'];
  return [
    ...new Set(
      paths.map(path =>
        path.startsWith('/')
          ? normalize(path.slice(1))
          : normalize(`${sourcePath}/${path}`),
      ),
    ),
  ];
}

/** Resolves `.` and `..`; what would leave the repository stays at its root. */
function normalize(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
