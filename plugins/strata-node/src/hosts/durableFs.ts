import { randomBytes } from 'crypto';
import * as nodeFs from 'fs';
import { dirname, join } from 'path';

/** The file system calls a bare repository needs; `fs.promises` of Node fits. @public */
export type GitFiles = Pick<
  typeof nodeFs.promises,
  | 'chmod'
  | 'lstat'
  | 'mkdir'
  | 'readFile'
  | 'readdir'
  | 'readlink'
  | 'rename'
  | 'rmdir'
  | 'stat'
  | 'symlink'
  | 'unlink'
  | 'writeFile'
>;

export const temporarySuffix = () => randomBytes(6).toString('hex');

/**
 * isomorphic-git writes an object in place and later trusts any file it finds
 * under the object's name: a crash in the middle would leave a repository
 * that is broken for good. Here every write goes to a temporary file first
 * (named as git's own, so that `git gc` sweeps leftovers) and is renamed.
 */
export function durableObjectFs(files: GitFiles): { promises: GitFiles } {
  const writeFile = async (
    path: string,
    content: string | NodeJS.ArrayBufferView,
  ) => {
    const temporary = join(dirname(path), `tmp_obj_${temporarySuffix()}`);
    await files.writeFile(temporary, content, { mode: 0o444, flush: true });
    await files.rename(temporary, path);
  };
  return {
    promises: {
      chmod: files.chmod,
      lstat: files.lstat,
      mkdir: files.mkdir,
      readFile: files.readFile,
      readdir: files.readdir,
      readlink: files.readlink,
      rename: files.rename,
      rmdir: files.rmdir,
      stat: files.stat,
      symlink: files.symlink,
      unlink: files.unlink,
      writeFile: writeFile as GitFiles['writeFile'],
    },
  };
}
