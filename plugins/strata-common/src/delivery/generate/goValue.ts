import { CannotEvaluate } from './CannotEvaluate';

/**
 * Values as Go's text/template meets them. Numbers that come from YAML are
 * float64 in Go (they travel as JSON); integer literals of the template are
 * ints, and `eq 3 .replicas` fails there, so the two are kept apart.
 * @internal
 */
export class GoInt {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** @internal */
export type GoValue =
  | null
  | undefined
  | string
  | boolean
  | number
  | GoInt
  | readonly unknown[]
  | { readonly [key: string]: unknown };

/** Parsed YAML as a Go value; a date or a big integer has no counterpart. @internal */
export function goValue(value: unknown): GoValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
    case 'undefined':
    case 'object':
      return value as GoValue;
    default:
      throw CannotEvaluate.unsupported(`a value of type ${typeof value}`);
  }
}

function isMap(value: GoValue): value is { readonly [key: string]: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof GoInt)
  );
}

/** `if` of text/template: false, 0, nil and what is empty are not true. @internal */
export function isTrue(value: GoValue): boolean {
  if (value === null || value === undefined) return false;
  if (value instanceof GoInt) return value.value !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Name of the Go type, for messages. @internal */
export function goType(value: GoValue): string {
  if (value === null || value === undefined) return 'nil';
  if (value instanceof GoInt) return 'int';
  if (Array.isArray(value)) return '[]interface {}';
  if (isMap(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** Field or key of a value, `missing` where a map does not have it. @internal */
export function lookUp(
  value: GoValue,
  key: string,
): { kind: 'found'; value: GoValue } | { kind: 'missing' } {
  if (value === null || value === undefined) {
    throw CannotEvaluate.fails(`.${key} is asked of a value that is nil`);
  }
  if (!isMap(value)) {
    throw CannotEvaluate.fails(`.${key} is asked of a ${goType(value)}`);
  }
  return Object.hasOwn(value, key)
    ? { kind: 'found', value: goValue(value[key]) }
    : { kind: 'missing' };
}

/** `%v` of fmt: what `{{ .x }}` prints. @internal */
export function print(value: GoValue, top = true): string {
  if (value === null || value === undefined) {
    return top ? '<no value>' : '<nil>';
  }
  if (value instanceof GoInt) return String(value.value);
  if (typeof value === 'number') return printFloat(value);
  if (Array.isArray(value)) {
    return `[${value.map(entry => print(goValue(entry), false)).join(' ')}]`;
  }
  if (isMap(value)) {
    const entries = Object.keys(value)
      .sort()
      .map(key => `${key}:${print(goValue(value[key]), false)}`);
    return `map[${entries.join(' ')}]`;
  }
  return String(value);
}

/**
 * A float64 as `%v` prints it: shortest digits, with an exponent below 1e-4 and
 * from 1e6 on (strconv, format 'g' with the shortest precision). A replica count
 * of a million prints as `1e+06`.
 */
function printFloat(value: number): string {
  if (!Number.isFinite(value)) {
    throw CannotEvaluate.unsupported('a number that is not finite');
  }
  const [mantissa, exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (exponent >= -4 && exponent < 6) return String(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** encoding/json: sorted keys, HTML characters escaped. @internal */
export function toJson(value: GoValue): string {
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (value instanceof GoInt) return value.value;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]) => [key, sorted(entry)]),
    );
  }
  return value ?? null;
}

/** `%q` of fmt for a text of printable characters. @internal */
export function quoteText(text: string): string {
  const quoted = text.replace(/["\\\n\r\t]/g, char => {
    switch (char) {
      case '\n':
        return '\\n';
      case '\r':
        return '\\r';
      case '\t':
        return '\\t';
      default:
        return `\\${char}`;
    }
  });
  if (/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(quoted)) {
    throw CannotEvaluate.unsupported('quoting a control character');
  }
  return `"${quoted}"`;
}

/** Basic kinds `eq` compares; anything else it refuses. @internal */
export function equal(a: GoValue, b: GoValue): boolean {
  const isNil = (value: GoValue) => value === null || value === undefined;
  // nil on the left equals nil and nothing else, whatever the right is.
  if (isNil(a)) return isNil(b);
  const kindA = basicKind(a);
  if (isNil(b)) return false;
  const kindB = basicKind(b);
  if (kindA !== kindB) {
    throw CannotEvaluate.fails(
      `eq compares a ${goType(a)} with a ${goType(b)}`,
    );
  }
  return a instanceof GoInt && b instanceof GoInt
    ? a.value === b.value
    : a === b;
}

function basicKind(value: GoValue): string {
  const type = goType(value);
  if (type.startsWith('[]') || type.startsWith('map')) {
    throw CannotEvaluate.fails(`eq cannot compare a ${type}`);
  }
  return type;
}
