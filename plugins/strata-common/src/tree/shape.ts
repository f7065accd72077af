/**
 * Careful looks into parsed YAML of other people's kinds (ApplicationSet,
 * AppProject, Kustomization), of which Strata reads a few fields and validates
 * none: Argo CD does that.
 */

/** @internal */
export type YamlMap = Record<string, unknown>;

/** The value as a map; undefined for anything else. @internal */
export function mapOf(value: unknown): YamlMap | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as YamlMap)
    : undefined;
}

/** A field of a map, own properties only. @internal */
export function fieldOf(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) {
    const map = mapOf(current);
    if (!map || !Object.hasOwn(map, key)) return undefined;
    current = map[key];
  }
  return current;
}

/** A field that is a text; numbers and the rest are not. @internal */
export function textOf(value: unknown, ...path: string[]): string | undefined {
  const field = fieldOf(value, ...path);
  return typeof field === 'string' ? field : undefined;
}

/** A field that is a list; empty otherwise. @internal */
export function listOf(value: unknown, ...path: string[]): unknown[] {
  const field = fieldOf(value, ...path);
  return Array.isArray(field) ? field : [];
}

/** The entries of a map whose values are texts. @internal */
export function textMapOf(
  value: unknown,
  ...path: string[]
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapOf(fieldOf(value, ...path)) ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
