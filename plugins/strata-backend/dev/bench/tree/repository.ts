import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commitToBareRepository,
  LocalChangeHost,
} from '@strata/plugin-strata-node';
import type { TreeTexts } from './syntheticTree';

/** A bare repository for the length of one bench. */
export interface BenchRepository {
  directory: string;
  /** Changes one file on the base branch, as a merged change does. */
  change(path: string, content: string): Promise<void>;
}

const author = { name: 'Ada Lindqvist', email: 'ada@homelab.example' };

/** A repository of loose objects that holds the files; gone after the work. */
export async function withRepository<T>(
  files: TreeTexts,
  work: (repository: BenchRepository) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  try {
    await commitToBareRepository({ directory, files });
    const host = new LocalChangeHost({ directory });
    let changes = 0;
    return await work({
      directory,
      async change(path, content) {
        changes += 1;
        const branch = `strata/bench-${changes}`;
        const base = await host.head();
        const opened = await host.open({
          branch,
          base,
          edits: [{ action: 'write', path, content }],
          title: `Change ${path}`,
          body: '',
          author,
        });
        await host.merge({
          branch,
          expectedHead: opened.head,
          expectedBase: base,
          author,
        });
      },
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
