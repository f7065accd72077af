import type { Finding } from './finding';
import type { Position, TreeEntry, TreeRead } from './model';
import { parentOf, unsafePathReason } from './paths';
import type { CachedRead, TreeCache } from './TreeCache';
import { decodeUtf8, type YamlDialect, type YamlDocument } from './yaml';

/** Largest file that is parsed, in bytes. @public */
export const maxParsedBytes = 512 * 1024;

/** What lies at a path. @internal */
export type PathKind = TreeEntry['kind'] | 'directory';

/**
 * The entries of a read as a file system: by path, by directory, and as parsed
 * YAML, each file parsed once. What cannot be read is a finding, reported the
 * first time somebody asks for the file, and nothing at all to the asker.
 * @internal
 */
export class TreeFiles {
  readonly #entries = new Map<string, TreeEntry>();
  readonly #directories = new Map<string, string[]>();
  readonly #parsed = new Map<string, YamlDocument[] | undefined>();
  readonly #cache: CachedRead;
  readonly #incomplete = new Set<string>();
  readonly #findings: Finding[] = [];

  constructor(read: TreeRead, root: string, cache: TreeCache) {
    this.#cache = cache.begin();
    const prefix = root ? `${root}/` : '';
    for (const entry of read.entries) {
      const unsafe = unsafePathReason(entry.path);
      if (unsafe) {
        this.#findings.push({
          code: 'path-unsafe',
          severity: 'error',
          path: printable(entry.path),
          line: 1,
          column: 1,
          message: `the path ${unsafe}; the entry is left out`,
          remedy: 'Remove the entry from the repository.',
        });
      } else if (this.#entries.has(entry.path)) {
        this.#findings.push({
          code: 'path-twice',
          severity: 'error',
          path: entry.path,
          line: 1,
          column: 1,
          message: 'the read holds this path twice; the first one counts',
          remedy: 'Read the repository again; if it persists, report the host.',
        });
      } else if (entry.path.startsWith(prefix)) {
        this.#entries.set(entry.path, entry);
        this.#addToDirectories(entry.path);
      }
    }
    for (const [directory, names] of this.#directories) {
      this.#directories.set(directory, [...new Set(names)].sort());
    }
  }

  /** Everything was asked for that anybody will ask for. */
  end(): void {
    this.#cache.end();
  }

  /** What reading ran into so far. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): Iterable<TreeEntry> {
    return this.#entries.values();
  }

  kind(path: string): PathKind | undefined {
    return this.#directories.has(path)
      ? 'directory'
      : this.#entries.get(path)?.kind;
  }

  entry(path: string): TreeEntry | undefined {
    return this.#entries.get(path);
  }

  /** Names directly inside a directory, sorted. */
  list(directory: string): readonly string[] {
    return this.#directories.get(directory) ?? [];
  }

  /** Every directory, sorted. */
  directories(): string[] {
    return [...this.#directories.keys()].filter(Boolean).sort();
  }

  /** Whether something in a file that was asked for could not be read. */
  isIncomplete(path: string): boolean {
    return this.#incomplete.has(path);
  }

  /** Every entry at any depth below a directory, sorted within each directory. */
  *below(directory: string): Generator<string> {
    for (const name of this.list(directory)) {
      const path = directory ? `${directory}/${name}` : name;
      if (this.#directories.has(path)) yield* this.below(path);
      else yield path;
    }
  }

  /** Text of a small UTF-8 file, for a look without a complaint. */
  peek(path: string): string | undefined {
    const entry = this.#entries.get(path);
    if (entry?.kind !== 'file' || entry.content.length > maxParsedBytes) {
      return undefined;
    }
    const decoded = decodeUtf8(entry.content);
    return decoded.kind === 'text' ? decoded.text : undefined;
  }

  /**
   * The documents of a YAML file that can be read; undefined where the file is
   * absent. What cannot be read has a finding, see also {@link isIncomplete}.
   */
  yaml(path: string, dialect: YamlDialect): YamlDocument[] | undefined {
    const key = `${dialect}:${path}`;
    if (!this.#parsed.has(key))
      this.#parsed.set(key, this.#parse(path, dialect));
    return this.#parsed.get(key);
  }

  #parse(path: string, dialect: YamlDialect): YamlDocument[] | undefined {
    const entry = this.#entries.get(path);
    if (!entry) return undefined;
    if (entry.kind !== 'file') this.#incomplete.add(path);
    const start: Position = { path, line: 1, column: 1 };
    switch (entry.kind) {
      case 'submodule':
        this.#report('submodule-not-read', start, {
          message:
            'a submodule stands where a file is expected; it is not read',
          remedy: 'Keep the file in this repository.',
        });
        return [];
      case 'symlink':
        this.#report('symlink-not-followed', start, {
          message: `a symbolic link to ${printable(
            entry.target,
          )} stands where a file is expected; links are not followed`,
          remedy: 'Replace the link by the file itself.',
        });
        return [];
      case 'too_large':
        this.#reportTooLarge(start, entry.size);
        return [];
      case 'file': {
        if (entry.content.length > maxParsedBytes) {
          this.#incomplete.add(path);
          this.#reportTooLarge(start, entry.content.length);
          return [];
        }
        const file = this.#cache.parse(path, entry.content, dialect);
        for (const problem of file.problems) {
          this.#report(problem.code, problem.position, problem);
        }
        if (file.problems.length > 0) this.#incomplete.add(path);
        return file.documents;
      }
      default:
        return assertNever(entry);
    }
  }

  #reportTooLarge(position: Position, bytes: number) {
    this.#report('file-too-large', position, {
      message: `the file has ${bytes} bytes and is not parsed (limit ${maxParsedBytes})`,
      remedy: 'Keep definitions small; move data to a file of its own.',
    });
  }

  #report(
    code: string,
    position: Position,
    words: { message: string; remedy: string },
  ) {
    // Both dialects of one file fail for the same reason: say it once.
    if (
      this.#findings.some(
        known =>
          known.code === code &&
          known.path === position.path &&
          known.line === position.line,
      )
    ) {
      return;
    }
    this.#findings.push({
      code,
      severity: 'error',
      ...position,
      message: words.message,
      remedy: words.remedy,
    });
  }

  #addToDirectories(path: string) {
    let child = path;
    for (;;) {
      const parent = parentOf(child);
      const name = parent ? child.slice(parent.length + 1) : child;
      const known = this.#directories.get(parent);
      if (known) {
        known.push(name);
        return;
      }
      this.#directories.set(parent, [name]);
      if (!parent) return;
      child = parent;
    }
  }
}

/** Control characters of a hostile name must not reach a terminal. */
function printable(text: string): string {
  return text
    .slice(0, 200)
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
      '\uFFFD',
    );
}

function assertNever(value: never): never {
  throw new TypeError(`unexpected entry ${JSON.stringify(value)}`);
}
