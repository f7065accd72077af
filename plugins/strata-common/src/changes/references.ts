import type { FieldValue } from './fieldTypes';

const whole = /^\$\{([a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)?)\}$/;

/** The name in a text that is exactly `${name}`; undefined for other text. */
export function referenceIn(text: string): string | undefined {
  return whole.exec(text)?.[1];
}

/** Whether a text looks like a reference without being exactly one. */
export function isBrokenReference(text: string): boolean {
  // `${{ … }}` belongs to others, but has no place in a skeleton either.
  return text.includes('${') && referenceIn(text) === undefined;
}

/** What the references of a template stand for. @public */
export type Bindings = ReadonlyMap<string, FieldValue | object>;

/** Joins parts to one text. Throws RangeError for a name nothing binds. */
export function join(parts: readonly string[], bindings: Bindings): string {
  return parts
    .map(part => {
      const name = referenceIn(part);
      if (name === undefined) return part;
      const value = bindings.get(name);
      if (value === undefined || typeof value === 'object') {
        throw new RangeError(`nothing is bound to \${${name}}`);
      }
      return String(value);
    })
    .join('');
}
