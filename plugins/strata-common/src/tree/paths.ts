/** Paths of a repository: `/` between segments, no leading or trailing one. */

/** Why a path of a read cannot be trusted; undefined for a good one. @internal */
export function unsafePathReason(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.startsWith('/')) return 'is absolute';
  if (path.includes('\\')) return 'contains a backslash';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'contains a control character';
  if (path.length > 4096) return 'is longer than 4096 characters';
  for (const segment of path.split('/')) {
    if (segment === '') return 'contains an empty segment';
    if (segment === '.' || segment === '..') {
      return `contains ${segment}, which leaves its directory`;
    }
  }
  return undefined;
}

/** Directory of a path; empty for the top. @internal */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Last segment. @internal */
export function basenameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether `path` is `directory` or lies below it; the top holds everything. @internal */
export function isWithin(path: string, directory: string): boolean {
  return (
    directory === '' || path === directory || path.startsWith(`${directory}/`)
  );
}

/**
 * `path` as seen from `directory`, with `.` and `..` resolved. Undefined when
 * it leaves the repository.
 * @internal
 */
export function resolvePath(
  directory: string,
  path: string,
): string | undefined {
  const segments = directory ? directory.split('/') : [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (segments.length === 0) return undefined;
      segments.pop();
    } else {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

/** Joins parts, leaving out empty ones. @internal */
export function joinPath(...parts: string[]): string {
  return parts.filter(Boolean).join('/');
}
