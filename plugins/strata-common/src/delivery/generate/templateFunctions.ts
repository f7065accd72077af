import { CannotEvaluate } from './CannotEvaluate';
import {
  equal,
  goType,
  goValue,
  GoInt,
  isTrue,
  print,
  quoteText,
  toJson,
  type GoValue,
} from './goValue';

/** A function of the subset over evaluated arguments. */
type TemplateFunction = (args: readonly GoValue[], name: string) => GoValue;

/**
 * Functions an ApplicationSet template may use here: builtins of text/template,
 * Sprig's `default`, `quote` and `toJson`, and Argo CD's own `normalize` and
 * `slugify`. `and` and `or` are evaluated lazily, by the interpreter.
 * @internal
 */
export const templateFunctions: Readonly<Record<string, TemplateFunction>> =
  Object.freeze({
    not: args => !isTrue(only(args, 'not')),
    eq: args => {
      const [first, ...others] = args;
      if (others.length === 0) throw wrongCount('eq', args.length);
      // Each comparison may refuse the types, so all are made, in Go's order.
      for (const other of others) if (equal(first, other)) return true;
      return false;
    },
    ne: args => {
      if (args.length !== 2) throw wrongCount('ne', args.length);
      return !equal(args[0], args[1]);
    },
    default: args => {
      if (args.length !== 2) {
        throw CannotEvaluate.unsupported(
          `default with ${args.length} arguments`,
        );
      }
      return isTrue(args[1]) ? args[1] : args[0];
    },
    toJson: args => toJson(only(args, 'toJson')),
    quote: args =>
      args
        .filter(value => value !== null && value !== undefined)
        .map(value => quoteText(print(value)))
        .join(' '),
    printf: ([format, ...args]) => printf(textOf(format, 'printf'), args),
    index: args => {
      const [item, ...keys] = args;
      if (item === null || item === undefined) {
        throw CannotEvaluate.fails('index of nil');
      }
      return keys.reduce<GoValue>(indexInto, item);
    },
    normalize: args =>
      sanitizeName(textOf(only(args, 'normalize'), 'normalize')),
    slugify,
  });

function only(args: readonly GoValue[], name: string): GoValue {
  if (args.length !== 1) throw wrongCount(name, args.length);
  return args[0];
}

function wrongCount(name: string, count: number): CannotEvaluate {
  return CannotEvaluate.fails(`${name} with ${count} arguments`);
}

function textOf(value: GoValue, name: string): string {
  if (typeof value !== 'string') {
    throw CannotEvaluate.fails(`${name} of a ${goType(value)}`);
  }
  return value;
}

/** The verbs of fmt that say the same in every version: `%s %v %d %q %t %%`. */
function printf(format: string, args: readonly GoValue[]): string {
  let used = 0;
  const text = format.replace(/%([^%a-zA-Z]*)([%a-zA-Z]|$)/g, (verb, flags) => {
    if (verb === '%%') return '%';
    const value = args[used];
    used += 1;
    if (flags !== '' || used > args.length) {
      throw CannotEvaluate.unsupported(`printf ${JSON.stringify(verb)}`);
    }
    const fits =
      verb === '%v'
        ? value !== null && value !== undefined
        : (verb === '%s' && typeof value === 'string') ||
          (verb === '%q' && typeof value === 'string') ||
          (verb === '%t' && typeof value === 'boolean') ||
          (verb === '%d' && value instanceof GoInt);
    if (!fits) {
      throw CannotEvaluate.unsupported(`printf ${verb} of a ${goType(value)}`);
    }
    return verb === '%q' ? quoteText(String(value)) : print(value);
  });
  if (used < args.length) {
    throw CannotEvaluate.unsupported('printf with more arguments than verbs');
  }
  return text;
}

function indexInto(item: GoValue, key: GoValue): GoValue {
  if (Array.isArray(item)) {
    if (!(key instanceof GoInt)) {
      throw CannotEvaluate.fails(`index of a list by a ${goType(key)}`);
    }
    if (key.value < 0 || key.value >= item.length) {
      throw CannotEvaluate.fails(`index ${key.value} is out of range`);
    }
    return goValue(item[key.value]);
  }
  if (goType(item).startsWith('map')) {
    const name = textOf(key, 'index');
    const map = item as { readonly [key: string]: unknown };
    return Object.hasOwn(map, name) ? goValue(map[name]) : null;
  }
  throw CannotEvaluate.fails(`index of a ${goType(item)}`);
}

/** Argo CD's SanitizeName: lower case, `[-a-z0-9.]`, at most 253 characters. @internal */
export function sanitizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/gu, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '');
}

/** Argo CD's SlugifyName: `slugify [maxSize [smartTruncate]] name`. */
function slugify(args: readonly GoValue[]): string {
  if (args.length === 0 || args.length > 3) {
    throw wrongCount('slugify', args.length);
  }
  const name = textOf(args[args.length - 1], 'slugify');
  const size = args.length > 1 ? args[0] : new GoInt(50);
  const smart = args.length > 2 ? args[1] : true;
  if (!(size instanceof GoInt) || typeof smart !== 'boolean') {
    throw CannotEvaluate.fails('slugify takes a size, a boolean and a name');
  }
  const slug = sanitizeName(name)
    .replace(/[^a-z0-9-]/g, '-')
    .replace(/-+/g, '-')
    .replace(/^-+|-+$/g, '');
  const limit = size.value;
  if (limit <= 0 || slug.length <= limit) return slug;
  if (!smart || slug[limit] === '-') return slug.slice(0, limit);
  const dash = slug.lastIndexOf('-', limit - 1);
  return dash > 0 ? slug.slice(0, dash) : slug.slice(0, limit);
}
