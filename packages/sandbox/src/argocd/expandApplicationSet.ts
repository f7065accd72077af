import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { isFields, mergePatch, type Fields } from '../render/merging';
import { kubeObjectSchema, type KubeObject } from '../kubernetes/objects';
import type { GoTemplates } from './GoTemplates';

const elementsSchema = z.array(z.record(z.string(), z.unknown()));

const setSpecSchema = z.looseObject({
  goTemplate: z.boolean().default(false),
  goTemplateOptions: z.array(z.string()).default([]),
  generators: z.array(z.record(z.string(), z.unknown())),
  template: z.looseObject({
    metadata: z.record(z.string(), z.unknown()),
    spec: z.record(z.string(), z.unknown()),
  }),
  templatePatch: z.string().optional(),
});
type SetSpec = z.infer<typeof setSpecSchema>;

/** The Applications of a set, or why there are none: one bad element stops all. */
export type Expansion =
  | { kind: 'expanded'; applications: KubeObject[] }
  | { kind: 'failed'; reason: string };

/**
 * Expands an ApplicationSet with list generators, templates by Go's own engine.
 * Other generators are refused by name.
 */
export async function expandApplicationSet(
  set: KubeObject,
  templates: GoTemplates,
): Promise<Expansion> {
  const spec = setSpecSchema.safeParse(set.spec);
  if (!spec.success) {
    return { kind: 'failed', reason: z.prettifyError(spec.error) };
  }
  try {
    const applications: KubeObject[] = [];
    for (const element of spec.data.generators.flatMap(elementsOf)) {
      applications.push(await instantiate(set, spec.data, element, templates));
    }
    const names = applications.map(application => application.metadata.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    return twice === undefined
      ? { kind: 'expanded', applications }
      : {
          kind: 'failed',
          reason: `ApplicationSet ${set.metadata.name} contains applications with duplicate name: ${twice}`,
        };
  } catch (error) {
    return {
      kind: 'failed',
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

function elementsOf(generator: Fields): Record<string, unknown>[] {
  const { list, ...others } = generator;
  const other = Object.keys(others)[0];
  if (!isFields(list)) {
    throw new Error(
      `the generator ${
        other ?? '(none)'
      } is not part of the sandbox's simulation, which expands list generators`,
    );
  }
  return elementsSchema.parse(list.elements ?? []);
}

async function instantiate(
  set: KubeObject,
  spec: SetSpec,
  element: Record<string, unknown>,
  templates: GoTemplates,
): Promise<KubeObject> {
  const fill = spec.goTemplate
    ? (text: string) => renderStrict(text, element, templates)
    : async (text: string) => fillFlat(text, element);
  let filled: unknown = await fillStrings(spec.template, fill);
  if (spec.templatePatch) {
    const patch: unknown = parseYaml(await fill(spec.templatePatch));
    if (patch !== null) filled = mergePatch(filled, withoutIdentity(patch));
  }
  const template = isFields(filled) ? filled : {};
  const metadata = isFields(template.metadata) ? template.metadata : {};
  return kubeObjectSchema.parse({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { ...metadata, namespace: set.metadata.namespace ?? 'argocd' },
    spec: template.spec,
  });
}

/**
 * `missingkey=error`: the engine at hand has it on and no switch for it, so a
 * set without the option is treated as one with it.
 */
async function renderStrict(
  text: string,
  element: Record<string, unknown>,
  templates: GoTemplates,
) {
  try {
    return await templates.render(text, element);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `failed to execute go template ${text.split('\n')[0]}: ${reason}`,
    );
  }
}

/** The `{{name}}` form: flat keys; what is not known stays as it is. */
const fillFlat = (text: string, element: Record<string, unknown>) =>
  text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, key: string) =>
    element[key] === undefined ? whole : String(element[key]),
  );

async function fillStrings(
  value: unknown,
  fill: (text: string) => Promise<string>,
): Promise<unknown> {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) {
    return Promise.all(value.map(entry => fillStrings(entry, fill)));
  }
  if (!isFields(value)) return value;
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, child]) => [
      await fill(key),
      await fillStrings(child, fill),
    ]),
  );
  return Object.fromEntries(entries);
}

/** Argo CD undoes edits of project and destination namespace in a patch. */
function withoutIdentity(patch: unknown): unknown {
  if (!isFields(patch) || !isFields(patch.spec)) return patch;
  const { project: _project, ...spec } = patch.spec;
  return { ...patch, spec };
}
