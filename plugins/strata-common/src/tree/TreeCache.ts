import { parseYaml, type YamlDialect, type YamlFile } from './yaml';

interface Entry {
  content: Uint8Array;
  file: YamlFile;
}

/** One read of a tree, with what is remembered of the one before. @internal */
export interface CachedRead {
  /** The parsed file, from the last read where it is the same. */
  parse(path: string, content: Uint8Array, dialect: YamlDialect): YamlFile;
  /** The read is complete: what it did not use is forgotten. */
  end(): void;
}

/**
 * Parsed files of the last complete read. A commit changes a few files of
 * thousands, and parsing YAML is most of what reading a tree costs. Keyed by
 * path and compared byte for byte, so that it can change how long a read takes
 * and nothing else, also where two reads overlap.
 * @public
 */
export class TreeCache {
  #last: ReadonlyMap<string, Entry> = new Map();

  /** @internal */
  begin(): CachedRead {
    const last = this.#last;
    const current = new Map<string, Entry>();
    return {
      parse(path, content, dialect) {
        const key = `${dialect}:${path}`;
        const known = last.get(key);
        const file =
          known && isEqual(known.content, content)
            ? known.file
            : parseYaml(path, content, dialect);
        current.set(key, { content, file });
        return file;
      },
      end: () => {
        this.#last = current;
      },
    };
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
