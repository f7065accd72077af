import type { FileEdit } from './ChangeHost';
import { RefusedEditError } from './errors';

/** What a change may touch. @public */
export interface EditRules {
  /** Largest file a change writes, in bytes. */
  maxFileSize: number;
  /** Most files in one change. */
  maxFiles: number;
  /** Paths, and with `/` at the end whole directories, that no change touches. */
  protectedPaths: readonly string[];
}

/**
 * What runs with rights of its own (pipelines, ownership rules, git's own
 * settings) is never written by a template.
 * @public
 */
export const defaultEditRules: EditRules = {
  maxFileSize: 1024 * 1024,
  maxFiles: 500,
  protectedPaths: [
    '.gitattributes',
    '.gitmodules',
    '.github/',
    '.gitlab/',
    '.gitlab-ci.yml',
    'CODEOWNERS',
    'docs/CODEOWNERS',
  ],
};

/** Throws RefusedEditError for the first edit that breaks a rule. @public */
export function checkEdits(edits: readonly FileEdit[], rules: EditRules) {
  if (edits.length === 0) {
    throw new RefusedEditError('', 'a change must touch at least one file');
  }
  if (edits.length > rules.maxFiles) {
    throw new RefusedEditError(
      edits[rules.maxFiles].path,
      `a change touches at most ${rules.maxFiles} files, this one ${edits.length}; split it`,
    );
  }
  const seen = new Set<string>();
  for (const edit of edits) {
    checkPath(edit.path, rules);
    if (seen.has(edit.path)) {
      throw new RefusedEditError(edit.path, 'it is edited twice in one change');
    }
    seen.add(edit.path);
    if (edit.action === 'write') checkContent(edit.path, edit.content, rules);
  }
}

function checkPath(path: string, rules: EditRules) {
  const segments = path.split('/');
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:/.test(path)) {
    throw new RefusedEditError(path, 'a path is relative to the repository');
  }
  if (segments.some(part => part === '' || part === '.' || part === '..')) {
    throw new RefusedEditError(path, 'it has an empty, "." or ".." part');
  }
  if ([...path].some(char => char < ' ' || char === '\\' || char === '\x7f')) {
    throw new RefusedEditError(path, 'it holds a control character or "\\"');
  }
  // git's own names, also in the spellings other file systems fold to `.git`.
  if (segments.some(part => /^(\.git|git~1)[. ]*$/i.test(part))) {
    throw new RefusedEditError(path, 'it reaches into .git');
  }
  const guard = rules.protectedPaths.find(protectedPath =>
    protectedPath.endsWith('/')
      ? path.toLowerCase().startsWith(protectedPath.toLowerCase())
      : path.toLowerCase() === protectedPath.toLowerCase(),
  );
  if (guard !== undefined) {
    throw new RefusedEditError(
      path,
      `${guard} is protected; change it by hand in the repository`,
    );
  }
}

function checkContent(path: string, content: string, rules: EditRules) {
  const size = Buffer.byteLength(content, 'utf8');
  if (size > rules.maxFileSize) {
    throw new RefusedEditError(
      path,
      `${size} bytes; a change writes files of at most ${rules.maxFileSize}`,
    );
  }
  if (content.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new RefusedEditError(
      path,
      'a git LFS pointer; its content would not be in the repository',
    );
  }
}
