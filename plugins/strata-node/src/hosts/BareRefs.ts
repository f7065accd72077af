import { dirname, join } from 'path';
import { GitFiles, temporarySuffix } from './durableFs';
import { RefLockedError, RefMovedError } from './errors';

const sha = /^[0-9a-f]{40}$/;

interface PackedRefs {
  /** Lines as they stand; a peeled value (`^…`) belongs to the line above. */
  lines: string[];
  values: Map<string, string>;
}

/**
 * Refs of a bare repository, moved by git's own lock protocol (files backend):
 * `<ref>.lock` is created exclusively, the present value compared, the lock
 * renamed over the ref. A `git push` beside it and this class therefore wait
 * for, and never overwrite, each other.
 */
export class BareRefs {
  constructor(
    private readonly options: {
      directory: string;
      files: GitFiles;
      /** Milliseconds since the epoch; compared with the age of a lock. */
      now: () => number;
      /** Pause between tries for a lock. */
      wait: (milliseconds: number) => Promise<void>;
      /** A lock older than this was left by a process that died. */
      staleLockMs: number;
    },
  ) {}

  async read(ref: string): Promise<string | undefined> {
    const loose = await this.readText(join(this.options.directory, ref));
    const text = loose?.trim();
    if (text !== undefined) {
      if (sha.test(text)) return text;
      throw new Error(
        `${ref} in ${this.options.directory} holds ${describeRef(
          text,
        )} where a commit id is expected; repair it with "git update-ref ${ref} <commit>"`,
      );
    }
    return (await this.packed()).values.get(ref);
  }

  /**
   * Moves a ref from exactly `from` (undefined: it must not exist).
   * RefMovedError where it stands elsewhere.
   */
  async move(ref: string, from: string | undefined, to: string): Promise<void> {
    const path = join(this.options.directory, ref);
    await this.options.files.mkdir(dirname(path), { recursive: true });
    const lock = await this.lock(path, `${to}\n`);
    try {
      const present = await this.read(ref);
      if (present !== from) throw new RefMovedError(ref, from, present);
      await this.options.files.rename(lock, path);
    } catch (error) {
      await this.discard(lock);
      throw error;
    }
  }

  /** Removes a ref that stands at `from`; one that is gone already is fine. */
  async remove(ref: string, from: string): Promise<void> {
    const path = join(this.options.directory, ref);
    await this.options.files.mkdir(dirname(path), { recursive: true });
    const lock = await this.lock(path, '');
    try {
      const present = await this.read(ref);
      if (present === undefined) return;
      if (present !== from) throw new RefMovedError(ref, from, present);
      // First the packed value: the other way round it would show through.
      await this.removePacked(ref);
      await this.options.files.unlink(path).catch(ignoreAbsent);
    } finally {
      await this.discard(lock);
    }
  }

  private async removePacked(ref: string) {
    if (!(await this.packed()).values.has(ref)) return;
    const path = join(this.options.directory, 'packed-refs');
    const lock = await this.lock(path, '');
    try {
      const { lines } = await this.packed();
      const kept = lines.filter((line, index) => {
        const owner = line.startsWith('^') ? lines[index - 1] : line;
        return !owner?.endsWith(` ${ref}`);
      });
      await this.options.files.writeFile(lock, `${kept.join('\n')}\n`, {
        flush: true,
      });
      await this.options.files.rename(lock, path);
    } catch (error) {
      await this.discard(lock);
      throw error;
    }
  }

  private async packed(): Promise<PackedRefs> {
    const text = await this.readText(
      join(this.options.directory, 'packed-refs'),
    );
    const lines = (text ?? '').split('\n').filter(line => line !== '');
    const values = new Map<string, string>();
    for (const line of lines) {
      const match = /^([0-9a-f]{40}) (\S+)$/.exec(line);
      if (match) values.set(match[2], match[1]);
    }
    return { lines, values };
  }

  /** Takes `<path>.lock`, waiting a short while for another holder. */
  private async lock(path: string, content: string): Promise<string> {
    const lock = `${path}.lock`;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.options.files.writeFile(lock, content, {
          flag: 'wx',
          flush: true,
        });
        return lock;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      if (await this.breakStaleLock(lock)) continue;
      if (attempt >= 20) throw new RefLockedError(lock);
      await this.options.wait(Math.min(10 * (attempt + 1), 100));
    }
  }

  /**
   * Two processes may find the same stale lock. It is renamed before it is
   * removed, and put back when the file that was moved is not the one looked
   * at: then the other process has already taken a new lock.
   */
  private async breakStaleLock(lock: string): Promise<boolean> {
    const { files, now, staleLockMs } = this.options;
    const seen = await files.lstat(lock).catch(ignoreAbsent);
    if (!seen) return true;
    if (now() - seen.mtimeMs < staleLockMs) return false;
    // Not beside the lock: git takes any other file name there for a ref.
    const aside = join(
      this.options.directory,
      `strata-stale-lock-${temporarySuffix()}`,
    );
    const moved = await files.rename(lock, aside).then(
      () => true,
      error => ignoreAbsent(error) ?? false,
    );
    if (!moved) return true;
    const taken = await files.lstat(aside);
    if (taken.ino !== seen.ino || taken.mtimeMs !== seen.mtimeMs) {
      await files.rename(aside, lock);
      return false;
    }
    await files.unlink(aside);
    return true;
  }

  private async discard(lock: string) {
    await this.options.files.unlink(lock).catch(ignoreAbsent);
  }

  private async readText(path: string): Promise<string | undefined> {
    try {
      return await this.options.files.readFile(path, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // A directory: another ref lies below the name, this one does not exist.
      if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') {
        return undefined;
      }
      throw error;
    }
  }
}

function describeRef(text: string) {
  if (text.startsWith('ref:')) return 'a symbolic ref';
  return text === '' ? 'nothing' : 'something else';
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
