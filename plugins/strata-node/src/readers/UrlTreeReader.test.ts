import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { pack } from 'tar-stream';
import type { CommitFiles } from './bareRepository';
import { treeReaderContract } from './contract';
import { UrlTreeReader } from './UrlTreeReader';

/** The part of Gitea's API that Backstage reads trees with, on loopback. */
class FakeGitea {
  #commits = 0;
  #archive = Buffer.alloc(0);
  truncated = false;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.url?.includes('/git/commits/')) {
        response.end(JSON.stringify({ sha: this.head }));
      } else if (request.url?.endsWith('.tar.gz')) {
        const { length } = this.#archive;
        response.end(
          this.truncated
            ? this.#archive.subarray(0, Math.floor(length / 2))
            : this.#archive,
        );
      } else {
        response.writeHead(404).end();
      }
    });
  }

  get head() {
    return `${this.#commits}`.padStart(40, 'c');
  }

  get host() {
    return `localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async commit(files: CommitFiles): Promise<string> {
    const tar = pack();
    const chunks: Buffer[] = [];
    const ended = (async () => {
      for await (const chunk of tar) chunks.push(chunk as Buffer);
    })();
    for (const [path, content] of Object.entries(files)) {
      const name = `platform/${path}`;
      if (typeof content === 'string') tar.entry({ name }, content);
      else if (content instanceof Uint8Array)
        tar.entry({ name }, Buffer.from(content));
      else if ('symlink' in content)
        tar.entry({ name, type: 'symlink', linkname: content.symlink });
      else tar.entry({ name: `${name}/`, type: 'directory' });
    }
    tar.finalize();
    await ended;
    this.#archive = gzipSync(Buffer.concat(chunks));
    this.#commits += 1;
    return this.head;
  }

  async listen() {
    await new Promise<void>(resolve =>
      this.#server.listen(0, 'localhost', resolve),
    );
  }

  async close() {
    await new Promise(resolve => this.#server.close(resolve));
  }
}

describe('UrlTreeReader', () => {
  const servers: FakeGitea[] = [];
  afterAll(() => Promise.all(servers.map(server => server.close())));

  async function setUp() {
    const gitea = new FakeGitea();
    await gitea.listen();
    servers.push(gitea);
    const { host } = gitea;
    const urlReader = UrlReaders.default({
      logger: mockServices.logger.mock(),
      config: mockServices.rootConfig({
        data: {
          integrations: { gitea: [{ host, baseUrl: `http://${host}` }] },
        },
      }),
    });
    const target = `http://${host}/platform/gitops/src/branch/main/`;
    return {
      gitea,
      commit: (files: CommitFiles) => gitea.commit(files),
      reader: (options: { root: string; maxFileSize?: number }) =>
        new UrlTreeReader({ urlReader, target, ...options }),
      breakOff: async () => {
        gitea.truncated = true;
      },
    };
  }

  it.each(treeReaderContract(setUp))('$name', ({ run }) => run());

  it('leaves nothing behind in the temporary directory', async () => {
    const { commit, reader, breakOff } = await setUp();
    const ours = async () =>
      (await readdir(tmpdir())).filter(name => name.startsWith('strata-tree-'));
    const before = await ours();
    await commit({ 'kubernetes/a.yaml': 'a' });
    await reader({ root: 'kubernetes' }).read();
    await breakOff();
    await expect(reader({ root: 'kubernetes' }).read()).rejects.toThrow();
    expect(await ours()).toEqual(before);
  });

  it('never follows a link out of the archive', async () => {
    const { commit, reader } = await setUp();
    await commit({
      'kubernetes/services/a/service.yaml': { symlink: '/etc/hostname' },
      'kubernetes/services/b': { symlink: '../../../../etc' },
      'kubernetes/keep.yaml': 'x',
    });
    const result = await reader({ root: 'kubernetes' }).read();
    const entries = result.kind === 'read' ? result.read.entries : [];
    expect(entries.filter(({ kind }) => kind === 'file')).toEqual([
      expect.objectContaining({ path: 'kubernetes/keep.yaml' }),
    ]);
  });
});
