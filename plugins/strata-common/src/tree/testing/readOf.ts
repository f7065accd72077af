import type { TreeEntry, TreeRead } from '../model';

/** A file as text or bytes, or any other kind of entry. */
export type Content = string | Uint8Array | TreeEntry;

/** A read of exactly these files, for tests. */
export function readOf(
  files: Readonly<Record<string, Content | undefined>>,
): TreeRead {
  return {
    revision: '0123456789abcdef0123456789abcdef01234567',
    entries: Object.entries(files).flatMap(([path, content]) =>
      content === undefined ? [] : [entryOf(path, content)],
    ),
  };
}

function entryOf(path: string, content: Content): TreeEntry {
  if (typeof content === 'string') {
    const bytes = new TextEncoder().encode(content);
    return { kind: 'file', path, size: bytes.length, content: bytes };
  }
  // Not instanceof: the encoder's array may be of another realm than the test's.
  return 'kind' in content
    ? content
    : { kind: 'file', path, size: content.length, content };
}
