import type { ApplicationSourceFacts } from '../delivery/generate';
import type { CheckContext } from './checks/Check';
import type { DeployedApplication } from './deployment';
import type { Position } from './model';
import { mapOf, fieldOf, listOf } from './shape';
import type { YamlPath } from './yaml';

/** A source of an Application that reads a path of the tree's own repository. @internal */
export interface OwnPath {
  application: DeployedApplication;
  source: ApplicationSourceFacts & { path: string };
}

/** Every such source of every Application. @internal */
export function ownPaths(context: CheckContext): OwnPath[] {
  return context.deployment.applications.flatMap(application =>
    application.facts.sources.flatMap(source =>
      source.path !== undefined &&
      source.chart === undefined &&
      context.deployment.isOwnRepository(source.repoURL)
        ? [{ application, source: { ...source, path: source.path } }]
        : [],
    ),
  );
}

/**
 * Where a generated path was written: the field of the element that holds it,
 * else the element, else the field of the manifest.
 * @internal
 */
export function placeOfSource(
  { document, path, set }: DeployedApplication,
  sourcePath: string,
): Position {
  if (!set) return document.at(sourceField(document.value, []));
  const element = mapOf(valueAt(document.value, path));
  const field = Object.entries(element ?? {}).find(
    ([, value]) =>
      typeof value === 'string' &&
      value.replace(/^\.?\/|\/$/g, '') === sourcePath,
  )?.[0];
  if (field !== undefined) return document.at([...path, field]);
  const template: YamlPath = ['spec', 'template'];
  return document.at(sourceField(document.value, template));
}

function sourceField(manifest: unknown, prefix: YamlPath): YamlPath {
  const spec = fieldOf(valueAt(manifest, prefix), 'spec');
  const several = listOf(spec, 'sources');
  if (several.length === 0) return [...prefix, 'spec', 'source', 'path'];
  const index = several.findIndex(
    source => fieldOf(source, 'path') !== undefined,
  );
  return [...prefix, 'spec', 'sources', Math.max(index, 0), 'path'];
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const step of path) {
    current = Array.isArray(current)
      ? current[Number(step)]
      : fieldOf(current, String(step));
  }
  return current;
}
