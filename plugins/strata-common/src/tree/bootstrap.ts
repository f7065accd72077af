import { distance } from 'fastest-levenshtein';
import { meantApiVersion } from './apiVersions';
import type { TreeFiles } from './files';
import type { Finding } from './finding';
import { bootstrapDirectory } from './layers';
import type { TreeOptions } from './model';
import { textOf } from './shape';
import type { YamlDocument } from './yaml';

/**
 * YAML files below `bootstrap`, in order of path, and what stands in the way of
 * reading them: a submodule, a link in the place of the whole.
 * @internal
 */
export function bootstrapFiles(
  files: TreeFiles,
  options: TreeOptions,
): string[] {
  const directory = bootstrapDirectory(options);
  const kind = files.kind(directory);
  if (kind === 'symlink' || kind === 'submodule') return [directory];
  return [...files.below(directory)].filter(
    path => /\.ya?ml$/.test(path) || files.kind(path) === 'submodule',
  );
}

/**
 * What is wrong with a document that was meant to be of a kind and misses by a
 * letter or a version: passed over in silence it would look removed.
 * @internal
 */
export function nearMiss(
  document: YamlDocument,
  meantKind: 'Team' | 'Lock',
  options: TreeOptions,
): Finding | undefined {
  const apiVersion = textOf(document.value, 'apiVersion');
  const kind = textOf(document.value, 'kind');
  const accepted = meantApiVersion(apiVersion, options.apiVersions);
  if (accepted === undefined || kind === undefined) return undefined;
  const what = meantKind.toLowerCase();
  if (kind === meantKind && apiVersion !== accepted) {
    return {
      code: 'definition-api-version',
      severity: 'error',
      ...document.at(['apiVersion']),
      message: `apiVersion ${apiVersion} is not accepted, so this is no ${what}`,
      remedy: `Write apiVersion: ${accepted}.`,
    };
  }
  if (kind !== meantKind && distance(kind, meantKind) <= 2) {
    return {
      code: 'definition-kind',
      severity: 'error',
      ...document.at(['kind']),
      message: `kind ${kind} is not known, so this is no ${what}`,
      remedy: `Write kind: ${meantKind}.`,
    };
  }
  return undefined;
}
