import {
  changeFiles,
  compareFindings,
  slosOf,
  planChange,
  type ChangeFile,
  type ChangePlan,
  type ChangeTemplate,
  type EntityRef,
  type FileEdit,
  type Finding,
  type Item,
} from '@strata/plugin-strata-common';
import type { PlannedEnvironment } from './ChangeStore';
import type { HeadTree } from './HeadTree';

/** What a set of edits does to a tree as a whole. */
export interface CheckedEdits {
  files: ChangeFile[];
  added: Finding[];
  removed: Finding[];
  /** False when an error is added. */
  acceptable: boolean;
}

/** A change rendered and checked on one commit; nothing is written. */
export interface RenderedChange extends CheckedEdits {
  base: string;
  plan: ChangePlan;
  entityRef: EntityRef;
  environments: PlannedEnvironment[];
}

export function checkEditsOn(
  head: HeadTree,
  edits: readonly FileEdit[],
): CheckedEdits & { items: readonly Item[] } {
  const { findings, items } = head.with(edits);
  const { added, removed } = compareFindings(head.tree.findings, findings);
  return {
    files: changeFiles(edits, path => head.text(path)),
    added,
    removed,
    acceptable: !added.some(({ severity }) => severity === 'error'),
    items,
  };
}

/** @throws InvalidIntentError, TemplateError */
export function renderOnHead(
  template: ChangeTemplate,
  values: Readonly<Record<string, unknown>>,
  head: HeadTree,
): RenderedChange {
  const plan = planChange(template, values, head.tree, path => head.text(path));
  const { items, ...checked } = checkEditsOn(head, plan.edits);
  const item = items.find(({ path }) => path === plan.itemPath);
  if (!item) {
    throw new Error(
      `template ${template.manifest.metadata.name} made no item at ${plan.itemPath}; its spec.item and strata.tree.layers do not agree`,
    );
  }
  return {
    ...checked,
    base: head.revision,
    plan,
    entityRef: item.entityRef,
    environments: plannedEnvironments(item),
  };
}

function plannedEnvironments(item: Item): PlannedEnvironment[] {
  const measured = new Set(slosOf(item).map(slo => slo.environment));
  return item.environments.map(({ name, autoSync }) => ({
    name,
    automatic: autoSync === true,
    measured: measured.has(name),
  }));
}
