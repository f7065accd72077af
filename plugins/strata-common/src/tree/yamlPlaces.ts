import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { Position } from './model';

/** Way to a value inside a document: keys and list indexes. @public */
export type YamlPath = readonly (string | number)[];

/**
 * One document of a YAML file, with the place of everything in it.
 * @public
 */
export interface YamlDocument {
  readonly file: string;
  readonly value: unknown;
  /** Where the value at `path` stands; of its nearest parent where it is absent. */
  at(path: YamlPath): Position;
  /** Where the key at the end of `path` stands. */
  keyAt(path: YamlPath): Position;
}

/** A document with its syntax tree. @internal */
export interface Syntax {
  document: Document;
  positionOf: (offset: number | undefined) => Position;
}

/** Line and column of an offset; the start of the file where there is none. @internal */
export function positionIn(
  file: string,
  lines: LineCounter,
  offset: number | undefined,
): Position {
  if (offset === undefined) return { path: file, line: 1, column: 1 };
  const { line, col } = lines.linePos(offset);
  return { path: file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** A document that finds places on demand, in a syntax tree parsed again. @internal */
export function locatedDocument(
  file: string,
  value: unknown,
  start: Position,
  syntax: () => Syntax,
): YamlDocument {
  let known: Syntax | undefined;
  const find = (path: YamlPath) => {
    known ??= syntax();
    return { place: walk(known.document, path), positionOf: known.positionOf };
  };
  return {
    file,
    value,
    at(path) {
      if (path.length === 0) return start;
      const { place, positionOf } = find(path);
      return place.value === undefined ? start : positionOf(place.value);
    },
    keyAt(path) {
      if (path.length === 0) return start;
      const { place, positionOf } = find(path);
      const offset = place.key ?? place.value;
      return offset === undefined ? start : positionOf(offset);
    },
  };
}

interface Place {
  key?: number;
  value?: number;
}

/** Follows a path as far as it goes; the last place found stands for the rest. */
function walk(document: Document, path: YamlPath): Place {
  let node: Node | null | undefined = document.contents as Node | null;
  let place: Place = { value: node?.range?.[0] };
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        item => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (!pair) return place;
      const key = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      node = pair.value as Node | null;
      place = { key, value: node?.range?.[0] ?? key };
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | undefined;
      if (!node) return place;
      place = { value: node.range?.[0] };
    } else {
      return place;
    }
  }
  return place;
}
