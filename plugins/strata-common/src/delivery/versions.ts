/** `ghcr.io/advplyr/audiobookshelf:2.17.0@sha256:…` taken apart. */
function splitImage(image: string): { name: string; tag?: string } {
  const [reference] = image.split('@');
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/')
    ? { name: reference.slice(0, colon), tag: reference.slice(colon + 1) }
    : { name: reference };
}

/** `v1.22.3-debian` to numbers and a suffix; `undefined` where it is no version. */
function versionOf(tag: string) {
  const match = /^v?(\d+(?:\.\d+)+)(.*)$/.exec(tag);
  return (
    match && { numbers: match[1].split('.').map(Number), suffix: match[2] }
  );
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** One tag per image name; a rollout shows two versions and tells nothing. */
function tags(images: readonly string[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { name, tag } of images.map(splitImage)) {
    found.set(
      name,
      found.has(name) && found.get(name) !== tag ? undefined : tag,
    );
  }
  return found;
}

/**
 * An image that runs in a newer version here than there, judged by version
 * tags alone. Tags that are no versions, or differ in their suffix, or two
 * versions at once, tell nothing and give `undefined`: never a guess.
 * @public
 */
export function newerImage(
  here: readonly string[],
  there: readonly string[],
): { name: string; here: string; there: string } | undefined {
  const other = tags(there);
  for (const [name, tag] of tags(here)) {
    const otherTag = other.get(name);
    if (!tag || !otherTag || tag === otherTag) continue;
    const a = versionOf(tag);
    const b = versionOf(otherTag);
    if (!a || !b || a.suffix !== b.suffix) continue;
    if (compareNumbers(a.numbers, b.numbers) > 0) {
      return { name, here: tag, there: otherTag };
    }
  }
  return undefined;
}
