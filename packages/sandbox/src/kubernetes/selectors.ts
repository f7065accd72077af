import type { KubeObject } from './objects';
import { ApiFailure } from './failure';

/** A test of an object, from a `labelSelector` or `fieldSelector`. */
export type Selector = (object: KubeObject) => boolean;

const everything: Selector = () => true;

/**
 * Label selectors as the API takes them: `a=b`, `a==b`, `a!=b`, `a in (b,c)`,
 * `a notin (b,c)`, `a`, `!a`, joined by commas.
 */
export function parseLabelSelector(text: string | null): Selector {
  if (!text) return everything;
  const requirements = splitOutsideParentheses(text).map(parseRequirement);
  return object => {
    const labels = object.metadata.labels ?? {};
    return requirements.every(requirement => requirement(labels));
  };
}

type LabelTest = (labels: Record<string, string>) => boolean;

function parseRequirement(part: string): LabelTest {
  const term = part.trim();
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map(value => value.trim());
    return operator === 'in'
      ? labels => labels[key] !== undefined && values.includes(labels[key])
      : labels => labels[key] === undefined || !values.includes(labels[key]);
  }
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/.exec(term);
  if (equality) {
    const [, key = '', operator, value = ''] = equality;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const existence = /^(!?)([^=!\s()]+)$/.exec(term);
  if (existence) {
    const [, not, key = ''] = existence;
    return labels => (labels[key] === undefined) === (not === '!');
  }
  throw ApiFailure.badRequest(
    `unable to parse requirement: '${term}' is no label selector`,
  );
}

const splitOutsideParentheses = (text: string) =>
  text.split(/,(?![^(]*\))/).filter(part => part.trim() !== '');

const fields: Record<string, (object: KubeObject) => string> = {
  'metadata.name': object => object.metadata.name,
  'metadata.namespace': object => object.metadata.namespace ?? '',
  'involvedObject.name': object => involved(object, 'name'),
  'involvedObject.namespace': object => involved(object, 'namespace'),
  'involvedObject.kind': object => involved(object, 'kind'),
  'involvedObject.uid': object => involved(object, 'uid'),
};

/** Field selectors on names, and on the object an event is about. */
export function parseFieldSelector(text: string | null): Selector {
  if (!text) return everything;
  const tests = text.split(',').map(part => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part.trim());
    const read = match?.[1] && fields[match[1]];
    if (!match || !read) {
      throw ApiFailure.badRequest(
        `field label not supported: ${match?.[1] ?? part}`,
      );
    }
    const [, , operator, value] = match;
    return (object: KubeObject) =>
      (read(object) === value) === (operator !== '!=');
  });
  return object => tests.every(test => test(object));
}

function involved(object: KubeObject, field: string) {
  const about = object.involvedObject;
  if (typeof about !== 'object' || about === null) return '';
  const value: unknown = Reflect.get(about, field);
  return typeof value === 'string' ? value : '';
}
