import { parseYaml, type YamlDialect, type YamlFile } from './yaml';

interface Entry {
  content: Uint8Array;
  file: YamlFile;
}

/**
 * Parsed files of the last read. A commit changes a few files of thousands, and
 * parsing YAML is most of what reading a tree costs. Keyed by path and compared
 * byte for byte, so that it can change how long a read takes and nothing else.
 * @public
 */
export class TreeCache {
  #last = new Map<string, Entry>();
  #current = new Map<string, Entry>();

  /** Begins a read: what the previous one did not use is forgotten. @internal */
  begin(): void {
    this.#last = this.#current;
    this.#current = new Map();
  }

  /** The parsed file, from the last read where it is the same. @internal */
  parse(path: string, content: Uint8Array, dialect: YamlDialect): YamlFile {
    const key = `${dialect}:${path}`;
    const known = this.#last.get(key);
    const file =
      known && isEqual(known.content, content)
        ? known.file
        : parseYaml(path, content, dialect);
    this.#current.set(key, { content, file });
    return file;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
