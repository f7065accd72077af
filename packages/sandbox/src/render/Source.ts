import { parseAllDocuments } from 'yaml';
import type { Repository, TreeFiles } from '../repository/Repository';
import { kubeObjectSchema, type KubeObject } from '../kubernetes/objects';

/** Manifests cannot be made of what the repository holds; the text says why. */
export class RenderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RenderError';
  }
}

/** One commit's files, parsed once per content however often they are read. */
export class Source {
  static readonly #parsed = new Map<string, unknown[]>();

  private constructor(
    private readonly repository: Repository,
    readonly revision: string,
    readonly files: TreeFiles,
  ) {}

  static async at(repository: Repository, revision: string) {
    return new Source(repository, revision, await repository.files(revision));
  }

  has(path: string) {
    return this.files.has(path);
  }

  hasFolder(path: string) {
    const prefix = path === '' ? '' : `${path}/`;
    for (const file of this.files.keys()) {
      if (file.startsWith(prefix)) return true;
    }
    return false;
  }

  async text(path: string): Promise<string> {
    const oid = this.files.get(path);
    if (oid === undefined) throw new RenderError(`${path}: no such file`);
    return this.repository.text(oid);
  }

  /** The documents of a YAML or JSON file; copies, free to change. */
  async documents(path: string): Promise<unknown[]> {
    const oid = this.files.get(path);
    if (oid === undefined) throw new RenderError(`${path}: no such file`);
    const known = Source.#parsed.get(oid);
    const documents = known ?? parseYaml(path, await this.repository.text(oid));
    Source.#parsed.set(oid, documents);
    return structuredClone(documents);
  }

  /** The documents that are Kubernetes objects; others are an error. */
  async objects(path: string): Promise<KubeObject[]> {
    return (await this.documents(path))
      .filter(document => document !== null)
      .map(document => {
        const parsed = kubeObjectSchema.safeParse(document);
        if (parsed.success) return parsed.data;
        const issue = parsed.error.issues[0];
        throw new RenderError(
          `${path}: not a Kubernetes object (${issue?.path.join('.')}: ${
            issue?.message
          })`,
        );
      });
  }
}

function parseYaml(path: string, text: string): unknown[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map(document => {
    const [error] = document.errors;
    if (error)
      throw new RenderError(`${path}: ${error.message.split('\n')[0]}`);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value;
  });
}
