import { compileGlob } from './glob';
import type { LayerConfig, TreeOptions } from './model';
import { joinPath } from './paths';
import type { TreeFiles } from './files';

/** A directory that lies where a layer keeps its items. @internal */
export interface ItemPlace {
  layer: LayerConfig;
  /** Path without the root. */
  path: string;
  directory: string;
  /** What stands for the wildcards before the last; undefined in a flat layer. */
  area?: string;
  name: string;
}

/** Directory of what brings the tree up, which is never an item. @internal */
export function bootstrapDirectory(options: TreeOptions): string {
  return joinPath(options.root, 'bootstrap');
}

/**
 * Every directory that matches the pattern of a layer, in order of path. The
 * first layer that matches counts; hidden directories and `bootstrap` do not.
 * @internal
 */
export function findItemPlaces(
  files: TreeFiles,
  options: TreeOptions,
): ItemPlace[] {
  const places = new Map<string, ItemPlace>();
  for (const layer of options.layers) {
    for (const place of placesOf(files, options, layer)) {
      if (!places.has(place.path)) places.set(place.path, place);
    }
  }
  return [...places.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function placesOf(
  files: TreeFiles,
  options: TreeOptions,
  layer: LayerConfig,
): ItemPlace[] {
  let found: { path: string; wild: string[] }[] = [{ path: '', wild: [] }];
  for (const segment of layer.pattern.split('/').filter(Boolean)) {
    const matches = compileGlob(segment, 'segment');
    found = found.flatMap(({ path, wild }) =>
      files
        .list(joinPath(options.root, path))
        .filter(
          name =>
            matches(name) &&
            !name.startsWith('.') &&
            !(path === '' && name === 'bootstrap') &&
            files.kind(joinPath(options.root, path, name)) === 'directory',
        )
        .map(name => ({
          path: joinPath(path, name),
          wild: segment.includes('*') ? [...wild, name] : wild,
        })),
    );
  }
  return found
    .filter(({ path }) => path !== '')
    .map(({ path, wild }) => {
      const area = wild.slice(0, -1).join('/');
      return {
        layer,
        path,
        directory: joinPath(options.root, path),
        ...(area ? { area } : {}),
        name: path.slice(path.lastIndexOf('/') + 1),
      };
    });
}

const builds = /^(?:kustomization\.ya?ml|Kustomization|Chart\.yaml)$/;

/**
 * Whether a directory holds something Argo CD could deploy: a kustomization, a
 * chart or a manifest, at any depth, other than the definition itself.
 * @internal
 */
export function isDeployable(
  files: TreeFiles,
  directory: string,
  definition?: string,
): boolean {
  for (const path of files.below(directory)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (path === definition) continue;
    if (builds.test(name)) return true;
    if (/\.(?:ya?ml|json)$/.test(name)) {
      const text = files.peek(path);
      if (
        text !== undefined &&
        /^\s*"?apiVersion"?:/m.test(text) &&
        /^\s*"?kind"?:/m.test(text)
      ) {
        return true;
      }
    }
  }
  return false;
}
