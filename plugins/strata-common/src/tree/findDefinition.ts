import { meantApiVersion } from './apiVersions';
import { readDefinition } from './definition';
import type { TreeFiles } from './files';
import type { Finding } from './finding';
import type { ItemPlace } from './layers';
import type { TreeOptions } from './model';
import { joinPath } from './paths';
import { serviceSchema, type ServiceDefinition } from './schemas';
import { textOf } from './shape';
import type { YamlDocument } from './yaml';

/** A definition, a definition gone wrong (none of both fields), or none. @internal */
export type FoundDefinition =
  | {
      kind: 'definition';
      document?: YamlDocument;
      definition?: ServiceDefinition;
      findings: Finding[];
    }
  | { kind: 'none'; document?: undefined; findings: Finding[] };

/**
 * The definition of an item, if its service.yaml is one: core v1 Services of
 * the same file name exist in real trees, at item depth too, and are content.
 * @internal
 */
export function findDefinition(
  files: TreeFiles,
  options: TreeOptions,
  place: ItemPlace,
): FoundDefinition {
  const path = joinPath(place.directory, 'service.yaml');
  const kind = files.kind(path);
  if (kind === undefined || kind === 'directory') {
    return { kind: 'none', findings: [] };
  }
  const documents = files.yaml(path, 'strict') ?? [];
  const [first, second] = documents.filter(document =>
    isDefinition(document, options),
  );
  if (!first) {
    // Unreadable: it has its finding, and counts as a definition gone wrong.
    if (files.isIncomplete(path)) return { kind: 'definition', findings: [] };
    const near = documents.flatMap(document => nearMiss(document, options));
    if (near.length > 0 || documents.some(isManifest)) {
      return { kind: 'none', findings: near };
    }
    return {
      kind: 'definition',
      findings: [unreadable(path, documents, options)],
    };
  }
  const result = readDefinition(serviceSchema, first);
  const findings = [...result.findings];
  if (second) {
    findings.push({
      code: 'definition-twice',
      severity: 'error',
      ...second.at([]),
      message: 'a second definition in the same file; the first one counts',
      remedy: 'Give the second one a directory of its own.',
    });
  }
  return {
    kind: 'definition',
    document: first,
    definition: result.value,
    findings,
  };
}

function isDefinition(document: YamlDocument, options: TreeOptions): boolean {
  return (
    textOf(document.value, 'kind') === 'Service' &&
    options.apiVersions.includes(textOf(document.value, 'apiVersion') ?? '')
  );
}

/** Whether Kubernetes could read it: then it is content, if no definition. */
function isManifest({ value }: YamlDocument): boolean {
  return (
    textOf(value, 'apiVersion') !== undefined &&
    textOf(value, 'kind') !== undefined
  );
}

/**
 * What is left of a definition that was emptied, cut off or commented out. Not
 * an item without one: that would take away its owner and its promises.
 */
function unreadable(
  path: string,
  documents: readonly YamlDocument[],
  options: TreeOptions,
): Finding {
  const [first] = documents;
  return {
    code: 'definition-unreadable',
    severity: 'error',
    ...(first?.at([]) ?? { path, line: 1, column: 1 }),
    message: first
      ? 'nothing in the file has an apiVersion and a kind, so it is neither a definition nor a manifest'
      : 'the file is empty, or holds comments alone',
    remedy: `Write the definition (apiVersion: ${options.apiVersions[0]}, kind: Service), or delete the file.`,
  };
}

/** A document that was meant to be a definition and misses by a letter. */
function nearMiss(document: YamlDocument, options: TreeOptions): Finding[] {
  const apiVersion = textOf(document.value, 'apiVersion');
  const kind = textOf(document.value, 'kind');
  const accepted = meantApiVersion(apiVersion, options.apiVersions);
  if (accepted === undefined) return [];
  if (accepted !== apiVersion) {
    return [
      {
        code: 'definition-api-version',
        severity: 'error',
        ...document.at(['apiVersion']),
        message: `apiVersion ${apiVersion} is not accepted, so this is no definition`,
        remedy: `Write apiVersion: ${accepted}.`,
      },
    ];
  }
  return [
    {
      code: 'definition-kind',
      severity: 'error',
      ...document.at(['kind']),
      message:
        kind === undefined
          ? 'kind is missing, so this is no definition'
          : `kind ${kind} is not known in a service.yaml`,
      remedy: 'Write kind: Service.',
    },
  ];
}
