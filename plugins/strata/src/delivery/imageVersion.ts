/** An image reference, taken apart. */
export type ImageReference = { name: string; version: string };

/**
 * `ghcr.io/advplyr/audiobookshelf:2.9.1` → name `audiobookshelf`, version
 * `2.9.1`. A digest counts only where there is no tag, and shortened: twelve
 * digits tell two builds apart.
 */
export function parseImage(image: string): ImageReference {
  const [reference, digest] = image.split('@');
  const lastSegment = reference.slice(reference.lastIndexOf('/') + 1);
  const colon = lastSegment.indexOf(':');
  const name = colon < 0 ? lastSegment : lastSegment.slice(0, colon);
  if (colon >= 0) return { name, version: lastSegment.slice(colon + 1) };
  if (digest)
    return { name, version: digest.replace(/^sha256:/, '').slice(0, 12) };
  return { name, version: 'latest' };
}

/**
 * What stands in the cell for all images of an environment: the image named
 * like the item, else the first. Two versions of it at once (a rollout) are
 * both told, in the order of the answer.
 */
export function mainVersion(
  images: readonly string[],
  itemName: string,
): { version: string; others: number } | undefined {
  const parsed = images.map(parseImage);
  const main = parsed.find(({ name }) => name === itemName) ?? parsed[0];
  if (!main) return undefined;
  const versions = new Set(
    parsed
      .filter(({ name }) => name === main.name)
      .map(({ version }) => version),
  );
  return {
    version: [...versions].join(' + '),
    others: new Set(parsed.map(({ name }) => name)).size - 1,
  };
}

/** All revisions of an Application with several sources, each once. */
export function shortRevisions(revisions: readonly string[]): string {
  return [...new Set(revisions.map(shortRevision))].join(', ');
}

/** Seven digits of a commit SHA; other revisions (chart versions) whole. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(revision)
    ? revision.slice(0, 7)
    : revision;
}
