import {
  mkdtemp,
  opendir,
  readFile,
  readlink,
  rm,
  stat,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { TreeEntry } from '@strata/plugin-strata-common';
import type { TreeReader, TreeReadResult } from './TreeReader';

/**
 * Reads any host that Backstage's integrations know, by archive and etag. The
 * archive is unpacked to a temporary directory and read from there, because
 * only there a symbolic link can be told from a file; links that leave the
 * archive are left out by Backstage itself.
 * @public
 */
export class UrlTreeReader implements TreeReader {
  readonly kind = 'url';
  readonly #options: UrlTreeReaderOptions & { maxFileSize: number };

  constructor(options: UrlTreeReaderOptions) {
    this.#options = { maxFileSize: 1024 * 1024, ...options };
  }

  async read(
    options: { etag?: string; signal?: AbortSignal } = {},
  ): Promise<TreeReadResult> {
    try {
      return await this.#read(options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isNotModified(error) && options.etag) {
        return { kind: 'unchanged', etag: options.etag };
      }
      throw new ServiceUnavailableError(
        `Cannot read ${
          this.#options.target
        }. Check the address (strata.trees[].source.target) and the credentials of its host (integrations)`,
        error,
      );
    }
  }

  async #read(options: {
    etag?: string;
    signal?: AbortSignal;
  }): Promise<TreeReadResult> {
    const { urlReader, target, root, maxFileSize } = this.#options;
    const entries: TreeEntry[] = [];
    const response = await urlReader.readTree(target, {
      etag: options.etag,
      signal: options.signal,
      filter: (path, info) => {
        if (!isUnder(path, root)) return false;
        if (info?.size === undefined || info.size <= maxFileSize) return true;
        // Never unpacked: a huge file costs neither disk nor memory.
        entries.push({ kind: 'too_large', path, size: info.size });
        return false;
      },
    });
    const directory = await mkdtemp(join(tmpdir(), 'strata-tree-'));
    try {
      await response.dir({ targetDir: directory });
      await collect(directory, '', entries, this.#options, options.signal);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    const { etag } = response;
    return { kind: 'read', etag, read: { revision: etag, entries } };
  }
}

/** @public */
export interface UrlTreeReaderOptions {
  urlReader: UrlReaderService;
  /** Address of the whole repository at a branch, as the host shows it. */
  target: string;
  /** Only what lies under this directory is read; empty for everything. */
  root: string;
  /** Larger files are reported by size alone. Bytes, default 1 MiB. */
  maxFileSize?: number;
}

/** By name: the class may come from another copy of the package. */
function isNotModified(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotModifiedError';
}

function isUnder(path: string, root: string): boolean {
  return root === '' || path.startsWith(`${root}/`);
}

async function collect(
  base: string,
  directory: string,
  entries: TreeEntry[],
  options: { root: string; maxFileSize: number },
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  let empty = true;
  for await (const found of await opendir(join(base, directory))) {
    empty = false;
    const path = directory ? `${directory}/${found.name}` : found.name;
    const absolute = join(base, path);
    if (found.isDirectory()) {
      await collect(base, path, entries, options, signal);
    } else if (!isUnder(path, options.root)) {
      continue;
    } else if (found.isSymbolicLink()) {
      entries.push({ kind: 'symlink', path, target: await readlink(absolute) });
    } else {
      entries.push(await fileEntry(absolute, path, options.maxFileSize));
    }
  }
  // Git keeps no empty directories: in an archive they mark submodules, unless
  // all they hold was too large to unpack.
  if (
    empty &&
    directory !== '' &&
    isUnder(directory, options.root) &&
    !entries.some(({ path }) => path.startsWith(`${directory}/`))
  ) {
    entries.push({ kind: 'submodule', path: directory });
  }
}

async function fileEntry(
  absolute: string,
  path: string,
  maxFileSize: number,
): Promise<TreeEntry> {
  const { size } = await stat(absolute);
  if (size > maxFileSize) return { kind: 'too_large', path, size };
  const content = Uint8Array.from(await readFile(absolute));
  return { kind: 'file', path, size: content.byteLength, content };
}
