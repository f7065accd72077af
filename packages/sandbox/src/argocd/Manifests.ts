import { render, type Rendering } from '../render/render';
import { RenderError, Source } from '../render/Source';
import type { Repository } from '../repository/Repository';
import type { Application } from './application';
import type { ApplicationSpec } from './spec';

/** Argo CD's repo server: manifests of Applications at any commit of the tree. */
export class Manifests {
  #source: Source | undefined;

  constructor(readonly repository: Repository) {}

  /** The tree as last read. */
  get source() {
    return this.#source;
  }

  /** The commit that the branch was last seen at. */
  get head() {
    return this.#source?.revision ?? '';
  }

  /** Looks where the branch is now. */
  async follow(): Promise<Source> {
    const head = await this.repository.head();
    if (this.#source?.revision !== head) {
      this.#source = await Source.at(this.repository, head);
    }
    return this.#source;
  }

  /** @throws RenderError where they cannot be made */
  async at(
    sha: string,
    spec: ApplicationSpec,
    application: Application,
  ): Promise<Rendering> {
    const source =
      sha === this.#source?.revision ? this.#source : await this.#sourceAt(sha);
    return render(source, spec, itemOf(application));
  }

  async #sourceAt(sha: string): Promise<Source> {
    if (await this.repository.has(sha)) return Source.at(this.repository, sha);
    throw new RenderError(`unable to resolve '${sha}' to a commit SHA`);
  }
}

/** Name of the item an Application belongs to, by its label. */
const itemOf = ({ metadata }: Application) =>
  metadata.labels?.['strata.dev/item']?.split('.').at(-1) ?? metadata.name;
