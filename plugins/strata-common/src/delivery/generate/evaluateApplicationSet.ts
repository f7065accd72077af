import { fieldOf, listOf, mapOf, textOf } from '../../tree/shape';
import type { YamlPath } from '../../tree/yaml';
import { applicationFacts, type ApplicationFacts } from './ApplicationFacts';
import { CannotEvaluate } from './CannotEvaluate';
import {
  generate,
  maxGenerated,
  tooMany,
  type Generated,
  type GenerateSource,
} from './generators';
import { applyTemplatePatch } from './patch';
import { rendererOf, type Renderer } from './renderer';

/** An Application a set would produce, and the element it comes from. @public */
export interface GeneratedApplication {
  facts: ApplicationFacts;
  /** Way to the element or generator inside the set. */
  path: YamlPath;
}

/** What a set would produce, or what stopped the evaluation. @public */
export type Evaluation =
  | { kind: 'generated'; applications: GeneratedApplication[] }
  | {
      kind: 'cannot_evaluate';
      /** `fails`: Argo CD stops here too, and the whole set is blocked. */
      cause: 'unsupported' | 'fails';
      reason: string;
      path: YamlPath;
    };

/**
 * Evaluates the subset of ApplicationSets that Strata understands: list
 * elements, git directories and files of the tree's own repository, a matrix
 * of two, Go templates of a few functions, and the plain `{{name}}` form.
 * Whatever lies outside is `cannot_evaluate` with what stopped it, never a guess.
 * @public
 */
export function evaluateApplicationSet(
  set: unknown,
  source: GenerateSource,
): Evaluation {
  let path: YamlPath = ['spec'];
  try {
    const renderer = rendererOf(set);
    const generated: Generated[] = [];
    const generators = listOf(set, 'spec', 'generators');
    for (const [index, generator] of generators.entries()) {
      path = ['spec', 'generators', index];
      generated.push(...generate(generator, path, renderer, source));
      if (generated.length > maxGenerated) throw tooMany();
    }
    const applications = generated.map(element => {
      path = element.path;
      return { facts: application(set, element, renderer), path: element.path };
    });
    return { kind: 'generated', applications };
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    return {
      kind: 'cannot_evaluate',
      cause: error.kind,
      reason: error.message,
      path,
    };
  }
}

function application(
  set: unknown,
  { parameters }: Generated,
  renderer: Renderer,
): ApplicationFacts {
  const template = mapOf(fieldOf(set, 'spec', 'template')) ?? {};
  const rendered = renderer.deep(template, parameters);
  const project = textOf(rendered, 'spec', 'project') ?? '';
  const patch = textOf(set, 'spec', 'templatePatch');
  const manifest =
    patch === undefined
      ? rendered
      : applyTemplatePatch(rendered, renderer.text(patch, parameters));
  // A patch of project or namespace is undone by the controller, silently.
  const facts: ApplicationFacts = {
    ...applicationFacts(manifest),
    project,
    ...namespaceOf(rendered),
  };
  refuseLeftovers(facts);
  return facts;
}

function namespaceOf(rendered: unknown): { namespace?: string } {
  const namespace = textOf(rendered, 'metadata', 'namespace');
  return { namespace };
}

/** A tag that no parameter filled, in a field everything else depends on. */
function refuseLeftovers(facts: ApplicationFacts) {
  const fields = [
    facts.name,
    facts.project,
    ...facts.sources.flatMap(({ path, repoURL }) => [path ?? '', repoURL]),
    ...Object.values(facts.destination),
  ];
  const left = fields.find(
    field => field.includes('{{') || field.includes('<no value>'),
  );
  if (left !== undefined) {
    throw CannotEvaluate.fails(`no parameter fills ${left}`);
  }
  if (facts.name === '')
    throw CannotEvaluate.fails('an Application without name');
}
