import { fieldOf, listOf, mapOf } from './shape';
import type { YamlPath } from './yaml';

/** A local file or directory a kustomization names, and where it does. @internal */
export interface KustomizedPath {
  file: string;
  at: YamlPath;
}

const lists = [
  'resources',
  'bases',
  'components',
  'configurations',
  'crds',
  'generators',
  'transformers',
  'validators',
  'patchesStrategicMerge',
];

/**
 * Local paths of a kustomization. Addresses of remote bases, inline patches and
 * whatever kustomize may fetch are left out: they are not of this tree.
 * @internal
 */
export function kustomizedPaths(kustomization: unknown): KustomizedPath[] {
  const found: KustomizedPath[] = [];
  const add = (value: unknown, at: YamlPath) => {
    if (typeof value === 'string' && isLocal(value)) {
      found.push({ file: value, at });
    }
  };
  for (const field of lists) {
    listOf(kustomization, field).forEach((entry, index) =>
      add(entry, [field, index]),
    );
  }
  for (const field of ['patches', 'patchesJson6902', 'replacements']) {
    listOf(kustomization, field).forEach((entry, index) =>
      add(fieldOf(entry, 'path'), [field, index, 'path']),
    );
  }
  for (const field of ['configMapGenerator', 'secretGenerator']) {
    listOf(kustomization, field).forEach((generator, index) => {
      for (const kind of ['files', 'envs']) {
        listOf(generator, kind).forEach((entry, position) =>
          add(
            // `key=file` names the key the file is kept under.
            typeof entry === 'string' ? entry.replace(/^[^=]*=/, '') : entry,
            [field, index, kind, position],
          ),
        );
      }
    });
  }
  const charts = listOf(kustomization, 'helmCharts');
  charts.forEach((chart, index) => {
    if (mapOf(chart)) {
      add(fieldOf(chart, 'valuesFile'), ['helmCharts', index, 'valuesFile']);
    }
  });
  return found;
}

function isLocal(text: string): boolean {
  return (
    !text.includes('\n') &&
    !/^[a-z][a-z0-9+.-]*:/i.test(text) &&
    !/^(?:git@|github\.com\/)/.test(text) &&
    !text.includes('?ref=') &&
    !text.startsWith('/')
  );
}
