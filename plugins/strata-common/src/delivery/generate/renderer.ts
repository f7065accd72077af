import { fieldOf, listOf, mapOf } from '../../tree/shape';
import { CannotEvaluate } from './CannotEvaluate';
import { goValue } from './goValue';
import { renderGoTemplate, type MissingKey } from './goTemplate';
import { renderPlainTemplate } from './plainTemplate';

/** Parameters of one Application: what a generator produced for it. @internal */
export type Parameters = Readonly<Record<string, unknown>>;

/** How the texts of one set are rendered. @internal */
export interface Renderer {
  readonly goTemplate: boolean;
  text(template: string, parameters: Parameters): string;
  /** Every text of a value; keys of maps too where goTemplate is on. */
  deep(value: unknown, parameters: Parameters): unknown;
}

/** The renderer a set asks for by `goTemplate` and `goTemplateOptions`. @internal */
export function rendererOf(set: unknown): Renderer {
  const goTemplate = fieldOf(set, 'spec', 'goTemplate') === true;
  const missingKey = missingKeyOf(listOf(set, 'spec', 'goTemplateOptions'));
  const text = goTemplate
    ? (template: string, parameters: Parameters) =>
        renderGoTemplate(template, goValue(parameters), missingKey)
    : renderPlainTemplate;
  const deep = (value: unknown, parameters: Parameters): unknown => {
    if (typeof value === 'string') return text(value, parameters);
    if (Array.isArray(value)) {
      return value.map(entry => deep(entry, parameters));
    }
    const map = mapOf(value);
    if (!map) return value;
    return Object.fromEntries(
      Object.entries(map).map(([key, entry]) => [
        text(key, parameters),
        deep(entry, parameters),
      ]),
    );
  };
  return { goTemplate, text, deep };
}

/** The zero value of an interface prints as `<no value>` all the same. */
const missingKeyOptions: ReadonlyMap<unknown, MissingKey> = new Map([
  ['missingkey=error', 'error'],
  ['missingkey=default', 'default'],
  ['missingkey=invalid', 'default'],
  ['missingkey=zero', 'default'],
]);

function missingKeyOf(options: readonly unknown[]): MissingKey {
  let missingKey: MissingKey = 'default';
  for (const option of options) {
    const known = missingKeyOptions.get(option);
    if (!known) {
      throw CannotEvaluate.fails(
        `goTemplateOptions has ${JSON.stringify(option)}`,
      );
    }
    missingKey = known;
  }
  return missingKey;
}
