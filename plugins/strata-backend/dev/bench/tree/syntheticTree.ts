import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Files of a repository: path → text. */
export type TreeTexts = Record<string, string>;

const services = 'kubernetes/services';

/**
 * The example tree, with copies of its services under other names until it has
 * `items` items: real definitions, ApplicationSets, overlays and manifests.
 */
export async function syntheticTree(
  example: string,
  items: number,
): Promise<TreeTexts> {
  const files = allowEveryNamespace(await readTexts(example));
  const present = Object.keys(files).filter(isDefinition).length;
  const names = [
    ...new Set(
      Object.keys(files)
        .filter(path => path.startsWith(`${services}/`))
        .map(path => path.split('/')[2]),
    ),
  ];
  const copied = { ...files };
  for (let copy = 0; copy < items - present; copy++) {
    const name = names[copy % names.length];
    const as = `${name}-${String(copy).padStart(4, '0')}`;
    for (const [path, text] of Object.entries(files)) {
      if (!path.startsWith(`${services}/${name}/`)) continue;
      copied[renamed(path, name, as)] = renamed(text, name, as);
    }
  }
  return copied;
}

/** Whether a file defines an item: a Kubernetes Service has another place. */
const isDefinition = (path: string) =>
  /^kubernetes\/(services\/[^/]+|(platform|infra)\/[^/]+\/[^/]+)\/service\.yaml$/.test(
    path,
  );

const renamed = (text: string, name: string, as: string) =>
  text.replace(new RegExp(`\\b${name}\\b`, 'g'), as);

/** Projects of the example list the namespaces of its own services. */
function allowEveryNamespace(files: TreeTexts): TreeTexts {
  const path = 'kubernetes/bootstrap/teams.yaml';
  return {
    ...files,
    [path]: files[path].replace(
      /( +)destinations:\n/g,
      `$&$1  - { name: homelab, namespace: '*' }\n`,
    ),
  };
}

async function readTexts(folder: string): Promise<TreeTexts> {
  const files: TreeTexts = {};
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split('\\').join('/');
    files[path] = await readFile(file, 'utf8');
  }
  return files;
}
