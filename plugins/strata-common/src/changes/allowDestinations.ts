import {
  Document,
  isMap,
  isSeq,
  parseAllDocuments,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { compileGlob } from '../tree/glob';
import { InvalidIntentError } from './issues';
import { textScalar } from './yamlScalars';

/** @public */
export interface Destination {
  name: string;
  namespace: string;
}

/**
 * Adds destinations to the AppProject of a team, where it does not allow them
 * yet. Spliced at the list: every other byte of the file stays as it is.
 * @param text - a file of several documents, such as bootstrap/teams.yaml
 * @throws InvalidIntentError where the project cannot be edited by a machine.
 * @public
 */
export function allowDestinations(
  path: string,
  text: string,
  project: string,
  wanted: readonly Destination[],
): string {
  let edited = text;
  for (const destination of wanted) {
    edited = allowDestination(path, edited, project, destination);
  }
  return edited;
}

function allowDestination(
  path: string,
  text: string,
  project: string,
  wanted: Destination,
): string {
  const list = destinationsOf(path, text, project);
  const before = list.toJSON() as unknown[];
  if (before.some(entry => allows(entry, wanted))) return text;
  const edited = list.flow
    ? spliceFlow(text, list, flowText(wanted))
    : spliceBlock(text, list, flowText(wanted));
  // The proof that the splice did what was meant, and nothing else.
  const after = destinationsOf(path, edited, project).toJSON();
  if (JSON.stringify(after) !== JSON.stringify([...before, { ...wanted }])) {
    throw byHand(path, project, wanted);
  }
  return edited;
}

function destinationsOf(path: string, text: string, project: string): YAMLSeq {
  const documents = parseAllDocuments(text) as Document[];
  const found = documents.find(
    document =>
      isMap(document.contents) &&
      document.get('kind') === 'AppProject' &&
      document.getIn(['metadata', 'name']) === project,
  );
  if (!found) {
    throw new InvalidIntentError([
      {
        message: `${path} holds no AppProject ${project}; add one before the team's first service`,
      },
    ]);
  }
  const list = found.getIn(['spec', 'destinations'], true);
  if (!isSeq(list) || (!list.flow && list.items.length === 0)) {
    throw new InvalidIntentError([
      {
        message: `the AppProject ${project} in ${path} has no list of destinations; write one by hand first`,
      },
    ]);
  }
  return list;
}

/** As Argo CD matches destinations: by name and namespace, `*` for anything. */
function allows(entry: unknown, wanted: Destination): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const { name, namespace, server } = entry as Record<string, unknown>;
  const cluster = name ?? (server === '*' ? '*' : undefined);
  return matches(cluster, wanted.name) && matches(namespace, wanted.namespace);
}

function matches(pattern: unknown, text: string): boolean {
  return typeof pattern === 'string' && compileGlob(pattern, 'directory')(text);
}

function flowText({ name, namespace }: Destination): string {
  const document = new Document();
  const map = new YAMLMap();
  map.flow = true;
  map.set('name', textScalar(name));
  map.set('namespace', textScalar(namespace));
  document.contents = map as never;
  return document.toString({ lineWidth: 0 }).trim();
}

function spliceFlow(text: string, list: YAMLSeq, item: string): string {
  const end = list.range![1] - 1;
  const head = text.slice(0, end).trimEnd();
  const separator = list.items.length === 0 || head.endsWith(',') ? '' : ',';
  const space = list.items.length === 0 ? '' : ' ';
  return `${head}${separator}${space}${item}${text.slice(end)}`;
}

function spliceBlock(text: string, list: YAMLSeq, item: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const start = list.range![0];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const prefix = text.slice(lineStart, start);
  const last = list.items[list.items.length - 1] as {
    range: [number, number, number];
  };
  const valueEnd = text.slice(0, last.range[1]).trimEnd().length;
  const lineEnd = text.indexOf('\n', valueEnd);
  const at = lineEnd === -1 ? text.length : lineEnd + 1;
  const gap = lineEnd === -1 ? eol : '';
  return `${text.slice(0, at)}${gap}${prefix}- ${item}${eol}${text.slice(at)}`;
}

function byHand(
  path: string,
  project: string,
  { name, namespace }: Destination,
) {
  return new InvalidIntentError([
    {
      message: `the destinations of the AppProject ${project} in ${path} are written in a way that cannot be edited safely; add { name: ${name}, namespace: ${namespace} } by hand`,
    },
  ]);
}
