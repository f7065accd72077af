import {
  LineCounter,
  parseAllDocuments,
  type Document,
  type ScalarTag,
} from 'yaml';
import type { Position } from './model';
import {
  locatedDocument,
  positionIn,
  type Syntax,
  type YamlDocument,
} from './yamlPlaces';
import {
  crowdedReason,
  duplicateKey,
  isDeeperThan,
  unresolvedAlias,
} from './yamlSafety';

export type { YamlDocument, YamlPath } from './yamlPlaces';

/** Why a document, or a whole file, could not be read as YAML. @public */
export interface YamlProblem {
  code: 'not-utf8' | 'yaml-invalid' | 'yaml-alias-bomb' | 'yaml-too-deep';
  position: Position;
  message: string;
  remedy: string;
}

/**
 * What a file holds. A document with a mistake is left out and reported; the
 * documents around it stay.
 * @public
 */
export interface YamlFile {
  documents: YamlDocument[];
  problems: YamlProblem[];
}

/**
 * `strict`: YAML 1.2 core, for Strata's own kinds. `kubernetes`: as the YAML
 * decoder of Kubernetes and Argo CD has it, where a plain `yes`, `no`, `on`,
 * `off`, `y` and `n` is a boolean (go-yaml v2, resolve.go): `autoSync: no` in
 * an ApplicationSet is false there, not a truthy string.
 * @public
 */
export type YamlDialect = 'strict' | 'kubernetes';

/** More documents than any real file holds. */
const maxDocuments = 2_000;
/** Aliases one document may resolve to, counted with their multiplication. */
const maxAliasCount = 100;
/** Collections within collections: what walks them recurses once a level. */
const maxDepth = 200;

const kubernetesBoolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/,
  resolve: text => /^(?:y|on)/i.test(text),
  stringify: ({ value }) => String(value),
};

/**
 * Decodes bytes as UTF-8 without replacing what is not. A byte order mark is
 * dropped, as YAML 1.2 §5.2 has it.
 * @public
 */
export function decodeUtf8(
  content: Uint8Array,
): { kind: 'text'; text: string } | { kind: 'not_utf8'; line: number } {
  try {
    return {
      kind: 'text',
      text: new TextDecoder('utf-8', { fatal: true }).decode(content),
    };
  } catch {
    return { kind: 'not_utf8', line: lineOfFirstInvalidByte(content) };
  }
}

/** Lines before the broken byte decode on their own: halve until it is found. */
function lineOfFirstInvalidByte(content: Uint8Array): number {
  const lenient = new TextDecoder('utf-8').decode(content);
  const replaced = lenient.indexOf('\uFFFD');
  return lenient.slice(0, Math.max(replaced, 0)).split('\n').length;
}

/**
 * Parses a file of one or more documents. Never throws: whatever the bytes
 * are, the answer is documents or one problem with its line.
 * @public
 */
export function parseYaml(
  file: string,
  content: Uint8Array,
  dialect: YamlDialect,
): YamlFile {
  const decoded = decodeUtf8(content);
  if (decoded.kind === 'not_utf8') {
    return broken({
      code: 'not-utf8',
      position: { path: file, line: decoded.line, column: 1 },
      message: 'the file is not UTF-8 text',
      remedy: 'Save it as UTF-8; a Kubernetes manifest has no other encoding.',
    });
  }
  return parseYamlText(file, decoded.text, dialect);
}

/** As {@link parseYaml}, for text that is decoded already. @public */
export function parseYamlText(
  file: string,
  text: string,
  dialect: YamlDialect,
): YamlFile {
  const crowded = crowdedReason(text);
  if (crowded !== undefined) {
    return broken({
      code: 'yaml-too-deep',
      position: { path: file, line: 1, column: 1 },
      message: `${crowded}; the file is not parsed`,
      remedy: 'Write it as people do; no manifest needs this.',
    });
  }
  const lines = new LineCounter();
  const positionOf = (offset: number | undefined) =>
    positionIn(file, lines, offset);

  try {
    const parsed = parseSource(text, dialect, lines);
    const documents: YamlDocument[] = [];
    const problems: YamlProblem[] = [];
    for (const [index, document] of parsed.entries()) {
      if (documents.length + problems.length >= maxDocuments) {
        problems.push({
          code: 'yaml-invalid',
          position: positionOf(document.contents?.range?.[0]),
          message: `the file holds more than ${maxDocuments} documents; the rest is not read`,
          remedy: 'Split it.',
        });
        break;
      }
      const result = readDocument(file, document, positionOf, () => {
        // Parsed again when somebody asks where something stands, which is
        // when it is wrong: syntax trees are many times the size of values.
        const again = new LineCounter();
        return {
          document: parseSource(text, dialect, again)[index],
          positionOf: offset => positionIn(file, again, offset),
        };
      });
      if (result.kind === 'document') documents.push(result.document);
      else if (result.kind === 'problem') problems.push(result.problem);
    }
    return { documents, problems };
  } catch (error) {
    if (error instanceof RangeError) return broken(tooDeep(file));
    return broken({
      code: 'yaml-invalid',
      position: { path: file, line: 1, column: 1 },
      message: `not valid YAML: ${sentence(
        error instanceof Error ? error.message : String(error),
      )}`,
      remedy: 'Check it with a YAML linter.',
    });
  }
}

function parseSource(
  text: string,
  dialect: YamlDialect,
  lineCounter: LineCounter,
): Document[] {
  const parsed = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: 'error',
    merge: true,
    // Compares every pair of keys; see duplicateKey.
    uniqueKeys: false,
    ...(dialect === 'kubernetes' ? { customTags: [kubernetesBoolean] } : {}),
  });
  return Array.isArray(parsed) ? parsed : [];
}

function broken(problem: YamlProblem): YamlFile {
  return { documents: [], problems: [problem] };
}

function tooDeep(file: string): YamlProblem {
  return {
    code: 'yaml-too-deep',
    position: { path: file, line: 1, column: 1 },
    message: `collections are nested more than ${maxDepth} deep`,
    remedy: 'Flatten the file; no manifest needs this depth.',
  };
}

function readDocument(
  file: string,
  document: Document,
  positionOf: (offset: number | undefined) => Position,
  syntax: () => Syntax,
):
  | { kind: 'document'; document: YamlDocument }
  | { kind: 'problem'; problem: YamlProblem }
  | { kind: 'empty' } {
  const error = document.errors[0];
  if (error) {
    return {
      kind: 'problem',
      problem: {
        code: 'yaml-invalid',
        position: positionOf(error.pos[0]),
        message: `not valid YAML: ${sentence(error.message)}`,
        remedy: remedyOfSyntaxError(error.code),
      },
    };
  }
  // `---` alone, or a file of comments, holds nothing.
  if (document.contents === null) return { kind: 'empty' };
  const duplicate = duplicateKey(document);
  if (duplicate) {
    return {
      kind: 'problem',
      problem: {
        code: 'yaml-invalid',
        position: positionOf(duplicate.range?.[0]),
        message: `not valid YAML: the key ${String(
          duplicate.value,
        )} stands twice in the same map`,
        remedy: 'Keep one of the two.',
      },
    };
  }
  const value = toValue(document);
  if (value.kind === 'unresolved') {
    return {
      kind: 'problem',
      problem: {
        code: 'yaml-invalid',
        position: positionOf(value.offset),
        message: 'not valid YAML: an alias that no anchor before it names',
        remedy: 'Set the anchor (&name) first, or quote the text.',
      },
    };
  }
  if (value.kind === 'bomb') {
    return {
      kind: 'problem',
      problem: {
        code: 'yaml-alias-bomb',
        position: positionOf(document.contents.range?.[0]),
        message: `aliases of the document expand to more than ${maxAliasCount} nodes`,
        remedy: 'Write the repeated parts out, or use fewer aliases.',
      },
    };
  }
  if (isDeeperThan(value.value, maxDepth)) {
    return { kind: 'problem', problem: tooDeep(file) };
  }
  return {
    kind: 'document',
    document: locatedDocument(
      file,
      value.value,
      positionOf(document.contents.range?.[0]),
      syntax,
    ),
  };
}

function toValue(
  document: Document,
):
  | { kind: 'value'; value: unknown }
  | { kind: 'unresolved'; offset: number | undefined }
  | { kind: 'bomb' } {
  try {
    return { kind: 'value', value: document.toJS({ maxAliasCount }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const unresolved = unresolvedAlias(document);
    return unresolved
      ? { kind: 'unresolved', offset: unresolved.range?.[0] }
      : { kind: 'bomb' };
  }
}

function sentence(text: string): string {
  const first = text.split('\n')[0].trim();
  return first.charAt(0).toLocaleLowerCase('en-US') + first.slice(1);
}

function remedyOfSyntaxError(code: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'Indent with spaces; YAML allows no tab there.';
    case 'BAD_INDENT':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'Check the indentation of this line and the one before it.';
    case 'MISSING_CHAR':
      return 'Close the quote or bracket that is open here.';
    default:
      return 'Check the line with a YAML linter.';
  }
}
