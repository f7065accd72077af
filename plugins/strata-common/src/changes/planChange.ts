import type { Tree } from '../tree/model';
import { allowDestinations } from './allowDestinations';
import type { FileEdit } from './fileEdit';
import { FieldIssue, InvalidIntentError } from './issues';
import { Bindings, join } from './references';
import { bind, renderTemplate } from './renderTemplate';
import type { ChangeTemplate } from './template';
import { checkValuesInTree, resolveValues, TemplateValues } from './values';

/** A change as it would be made on one commit. @public */
export interface ChangePlan {
  title: string;
  /** Team on whose behalf it is opened. */
  owner: string;
  /** Tree path of the item it makes. */
  itemPath: string;
  values: TemplateValues;
  edits: FileEdit[];
}

/**
 * What an intent amounts to on the tree at head. The same function serves the
 * preview, the opening and every rendering again.
 * @throws InvalidIntentError, TemplateError
 * @public
 */
export function planChange(
  template: ChangeTemplate,
  raw: Readonly<Record<string, unknown>>,
  tree: Tree,
  readFile: (path: string) => string | undefined,
): ChangePlan {
  const { manifest } = template;
  const values = resolveValues(manifest, raw);
  const issues: FieldIssue[] = checkValuesInTree(manifest, values, tree);
  if (issues.length > 0) throw new InvalidIntentError(issues);
  const bindings = bind(template, values, tree.options);
  const edits = renderTemplate(template, values, tree.options);
  const taken = edits.find(edit => readFile(edit.path) !== undefined);
  if (taken) {
    throw new InvalidIntentError([
      {
        message: `${taken.path} exists already; choose another name, or edit the item that is there`,
      },
    ]);
  }
  return {
    title: join(manifest.spec.title, bindings),
    owner: String(values[manifest.spec.owner]),
    itemPath: String(bindings.get('itemPath')),
    values,
    edits: [...edits, ...treeEdits(template, bindings, tree, readFile)],
  };
}

function treeEdits(
  { manifest }: ChangeTemplate,
  bindings: Bindings,
  tree: Tree,
  readFile: (path: string) => string | undefined,
): FileEdit[] {
  return manifest.spec.edits.flatMap((edit): FileEdit[] => {
    switch (edit.kind) {
      case 'allow-destinations': {
        const project = join(edit.project, bindings);
        const name = join(edit.cluster, bindings);
        const facts = tree.projects.find(entry => entry.name === project);
        const path = facts?.position.path;
        const text = path === undefined ? undefined : readFile(path);
        if (path === undefined || text === undefined) {
          throw new InvalidIntentError([
            {
              message: `the team ${project} has no AppProject, so Argo CD would refuse its Applications; add one to bootstrap/teams.yaml`,
            },
          ]);
        }
        const content = allowDestinations(
          path,
          text,
          project,
          edit.namespaces.map(parts => ({
            name,
            namespace: join(parts, bindings),
          })),
        );
        return content === text ? [] : [{ path, action: 'write', content }];
      }
      default:
        return edit.kind satisfies never;
    }
  });
}
