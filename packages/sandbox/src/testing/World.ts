import fs from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import git from 'isomorphic-git';
import { asApplication, type Application } from '../argocd/application';
import { Controller } from '../argocd/Controller';
import { GoTemplates } from '../argocd/GoTemplates';
import type { Start } from '../argocd/scenario';
import { kinds } from '../kubernetes/kinds';
import { ResourceStore } from '../kubernetes/ResourceStore';
import { Repository } from '../repository/Repository';
import { seedRepository } from '../repository/seed';
import { writeTrees } from '../repository/writeTrees';
import { ManualClock } from '../time/clock';
import { fixtureTree } from './fixtureTree';

const author = { name: 'Ada', email: 'ada@homelab.example' };

/**
 * A simulated platform whose time moves only when told to: real repository,
 * real templates, no servers.
 */
export class World {
  private constructor(
    readonly clock: ManualClock,
    readonly store: ResourceStore,
    readonly repository: Repository,
    readonly controller: Controller,
    readonly templates: GoTemplates,
    private readonly folder: string,
  ) {}

  static async begin(
    options: {
      files?: Record<string, string>;
      starts?: Record<string, Start>;
      at?: string;
    } = {},
  ): Promise<World> {
    const clock = new ManualClock(options.at ?? '2026-11-24T10:00:00Z');
    const folder = await mkdtemp(join(tmpdir(), 'strata-sandbox-'));
    const tree = join(folder, 'tree');
    for (const [path, text] of Object.entries(options.files ?? fixtureTree())) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    const target = join(folder, 'repo.git');
    await seedRepository({
      tree,
      target,
      branch: 'main',
      now: clock.now(),
      steps: [{ message: 'Begin', author, age: 24 * 3600_000, tags: [] }],
    });
    const store = new ResourceStore(clock);
    const repository = new Repository(target);
    const templates = new GoTemplates();
    const controller = new Controller({
      store,
      repository,
      templates,
      clock,
      seed: 1,
      speed: 1,
    });
    await controller.establish(
      () => name => options.starts?.[name] ?? { kind: 'in_step' },
    );
    return new World(clock, store, repository, controller, templates, folder);
  }

  application(name: string): Application {
    const object = this.store.get(kinds.application, 'argocd', name);
    if (!object) throw new Error(`there is no Application ${name}`);
    return asApplication(object);
  }

  /** `Synced Healthy`, and the operation's phase where one is under way. */
  summary(name: string): string {
    const { status, operation } = this.application(name);
    const words = [status?.sync?.status, status?.health?.status];
    if (operation) words.push(status?.operationState?.phase ?? 'queued');
    return words.join(' ');
  }

  /** Commits changed files (null removes one) on top of the head. */
  async commit(changes: Record<string, string | null>): Promise<string> {
    const gitdir = this.repository.directory;
    const head = await this.repository.head();
    const files = new Map(await this.repository.files(head));
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) files.delete(path);
      else {
        const blob = new TextEncoder().encode(text);
        files.set(path, await git.writeBlob({ fs, gitdir, blob }));
      }
    }
    return git.commit({
      fs,
      gitdir,
      message: 'Change',
      author,
      tree: await writeTrees(gitdir, files),
      parent: [head],
      ref: 'refs/heads/main',
    });
  }

  /** Lets time pass, the controllers working all the while. */
  async pass(seconds: number) {
    for (let step = 0; step < seconds * 2; step++) {
      this.clock.advance(500);
      await this.controller.step();
    }
  }

  async end() {
    await this.templates.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
