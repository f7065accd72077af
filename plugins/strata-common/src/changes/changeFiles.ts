import { createTwoFilesPatch } from 'diff';
import type { ChangeFile } from './contract';
import type { FileEdit } from './fileEdit';

/**
 * The files of a change as they are shown: unified diffs, as `git diff` has
 * them.
 * @param before - content at the base; undefined where there is no such file
 * @public
 */
export function changeFiles(
  edits: readonly FileEdit[],
  before: (path: string) => string | undefined,
): ChangeFile[] {
  return edits.map(edit => {
    const old = before(edit.path);
    const now = edit.action === 'write' ? edit.content : undefined;
    return {
      path: edit.path,
      action: actionOf(old, now),
      diff: createTwoFilesPatch(
        old === undefined ? '/dev/null' : `a/${edit.path}`,
        now === undefined ? '/dev/null' : `b/${edit.path}`,
        old ?? '',
        now ?? '',
        undefined,
        undefined,
        { context: 3 },
      ).replace(/^=+\n/, ''),
    };
  });
}

function actionOf(old: string | undefined, now: string | undefined) {
  if (now === undefined) return 'delete';
  return old === undefined ? 'add' : 'modify';
}
