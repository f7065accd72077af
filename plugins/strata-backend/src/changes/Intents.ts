import { ConflictError, InputError } from '@backstage/errors';
import {
  type ChangeIntent,
  type ChangeTemplate,
  entityRef,
  type EntityRef,
  groupNameOf,
  resolveValues,
  type TemplateValues,
} from '@strata/plugin-strata-common';
import type { ChangeHost } from '@strata/plugin-strata-node';
import type { ChangeTree } from './changeTrees';
import type { HeadTrees } from './HeadTree';
import { ChangeRefusedError } from './refusals';
import { renderOnHead, type RenderedChange } from './renderOnHead';

/** A rendering whose head moves again and again is used all the same. */
const renderTries = 3;

/** An intent whose values, tree, template and team are known to be valid. */
export interface ResolvedIntent {
  intent: ChangeIntent;
  template: ChangeTemplate;
  tree: ChangeTree;
  values: TemplateValues;
  ownerRef: EntityRef;
}

/** What intents mean: which tree and template, and what they render to. */
export class Intents {
  constructor(
    private readonly changeTrees: ReadonlyMap<string, ChangeTree>,
    private readonly templates: ReadonlyMap<string, ChangeTemplate>,
    private readonly heads: HeadTrees,
  ) {}

  /** Reads nothing. @throws InputError, InvalidIntentError naming the field */
  resolve(intent: ChangeIntent): ResolvedIntent {
    const tree = this.tree(intent.tree);
    const template = this.template(intent.template);
    const values = resolveValues(template.manifest, intent.values);
    const team = String(values[template.manifest.spec.owner]);
    const ownerRef = entityRef(
      `group:default/${groupNameOf(tree.options, team)}`,
    );
    return { intent, template, tree, values, ownerRef };
  }

  /** On a head that still stood after the rendering, if one can be had. */
  async render({
    tree,
    template,
    values,
  }: ResolvedIntent): Promise<RenderedChange> {
    for (let attempt = 1; ; attempt++) {
      const head = await this.heads.read(tree);
      const rendered = renderOnHead(template, values, head);
      const still = (await tree.host?.head()) ?? rendered.base;
      if (still === rendered.base || attempt === renderTries) return rendered;
    }
  }

  /** @throws ChangeRefusedError where the tree would get an error */
  async renderAcceptable(resolved: ResolvedIntent): Promise<RenderedChange> {
    const rendered = await this.render(resolved);
    if (!rendered.acceptable) throw new ChangeRefusedError(rendered.added);
    return rendered;
  }

  tree(id: string): ChangeTree {
    const tree = this.changeTrees.get(id);
    if (tree) return tree;
    throw new InputError(
      `tree: there is no tree ${id}; known are ${[
        ...this.changeTrees.keys(),
      ].join(', ')}`,
    );
  }

  template(name: string): ChangeTemplate {
    const template = this.templates.get(name);
    if (template) return template;
    throw new InputError(
      this.templates.size === 0
        ? 'template: no templates are configured; set strata.changes.templates to the folder that holds them'
        : `template: there is no template ${name}; known are ${[
            ...this.templates.keys(),
          ].join(', ')}`,
    );
  }
}

/** @throws ConflictError for a tree that can only be read */
export function requireHost({ id, host }: ChangeTree): ChangeHost {
  if (host) return host;
  throw new ConflictError(
    `Tree ${id} is read from an address nothing can be written to; changes need a source of type local`,
  );
}
