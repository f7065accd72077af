import type { ApplicationSourceFacts } from '../delivery/generate';
import type { TreeFiles } from './files';
import { compileGlob } from './glob';
import { joinPath, parentOf, resolvePath } from './paths';
import { listOf } from './shape';

const kustomizations = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** The kustomization of a directory, if it has one. @internal */
export function kustomizationOf(
  files: TreeFiles,
  directory: string,
): string | undefined {
  return kustomizations
    .map(name => joinPath(directory, name))
    .find(path => files.kind(path) === 'file');
}

/**
 * Files a plain directory source applies: YAML and JSON at the path, below it
 * with `recurse`, narrowed by `include` and `exclude`, in which `*` crosses `/`.
 * Undefined where Argo CD would not treat the path as a plain directory.
 * @internal
 */
export function filesOfDirectorySource(
  files: TreeFiles,
  isOwnRepository: (repoUrl: string) => boolean,
  source: ApplicationSourceFacts,
): string[] | undefined {
  const { path, directory } = source;
  if (
    path === undefined ||
    source.chart !== undefined ||
    !isOwnRepository(source.repoURL) ||
    files.kind(path) !== 'directory'
  ) {
    return undefined;
  }
  const builds =
    kustomizationOf(files, path) !== undefined ||
    files.kind(joinPath(path, 'Chart.yaml')) === 'file';
  // A source with `ref` and a path is generated from like any other.
  if (!directory && builds) return undefined;

  const include = directory?.include
    ? compileGlob(directory.include, 'directory')
    : () => true;
  const exclude = directory?.exclude
    ? compileGlob(directory.exclude, 'directory')
    : () => false;
  return [...files.below(path)].filter(file => {
    const relative = path === '' ? file : file.slice(path.length + 1);
    return (
      /\.(?:ya?ml|json|jsonnet)$/.test(file) &&
      (directory?.recurse === true || parentOf(file) === path) &&
      include(relative) &&
      !exclude(relative)
    );
  });
}

/** Files a kustomization lists, through the directories it lists. @internal */
export function kustomizedFiles(files: TreeFiles, start: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (directory: string) => {
    if (seen.has(directory)) return;
    seen.add(directory);
    const file = kustomizationOf(files, directory);
    const [document] = (file && files.yaml(file, 'kubernetes')) || [];
    for (const field of ['resources', 'bases', 'components']) {
      for (const entry of listOf(document?.value, field)) {
        if (typeof entry !== 'string') continue;
        const target = resolvePath(directory, entry);
        if (target === undefined) continue;
        const kind = files.kind(target);
        if (kind === 'file') found.push(target);
        else if (kind === 'directory') visit(target);
      }
    }
  };
  visit(start);
  return found;
}
