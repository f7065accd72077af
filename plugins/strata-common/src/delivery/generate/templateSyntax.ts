import { CannotEvaluate } from './CannotEvaluate';
import { GoInt } from './goValue';

/** A template of the subset, parsed. @internal */
export type TemplateNode =
  | { kind: 'text'; text: string }
  | { kind: 'action'; pipe: Pipe }
  | { kind: 'if'; branches: Branch[]; otherwise: TemplateNode[] };

interface Branch {
  condition: Pipe;
  body: TemplateNode[];
}

/** Commands joined by `|`. @internal */
export type Pipe = Command[];

/** A function with its arguments, or a single operand. @internal */
export type Command = Operand[];

export type Operand =
  | { kind: 'function'; name: string }
  | { kind: 'literal'; value: string | boolean | number | GoInt | null }
  /** `.a.b` or `$.a.b`, which are the same value here. */
  | { kind: 'dot'; fields: string[]; variable: boolean }
  | { kind: 'pipe'; pipe: Pipe; fields: string[] };

type Token =
  | { kind: 'word'; text: string }
  | { kind: 'fields'; fields: string[]; spaceBefore: boolean }
  | { kind: 'dollar' }
  | { kind: 'literal'; value: string | number | GoInt }
  | { kind: 'punctuation'; text: '(' | ')' | '|' };

type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'action'; tokens: Token[]; source: string };

/** Keywords of text/template outside the subset. */
const otherKeywords = new Set([
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'continue',
]);

/** Parses a template, or says what stopped it. @internal */
export function parseTemplate(text: string): TemplateNode[] {
  const pieces = split(text);
  let index = 0;

  const parseBody = (
    within: 'top' | 'if',
  ): { body: TemplateNode[]; end?: Token[] } => {
    const body: TemplateNode[] = [];
    while (index < pieces.length) {
      const piece = pieces[index];
      index += 1;
      if (piece.kind === 'text') {
        body.push({ kind: 'text', text: piece.text });
        continue;
      }
      const [first, ...rest] = piece.tokens;
      const word = first?.kind === 'word' ? first.text : undefined;
      if (word === 'if') {
        body.push(parseIf(rest));
      } else if (word === 'else' || word === 'end') {
        if (within === 'top') {
          throw CannotEvaluate.fails(`{{${piece.source}}} without an if`);
        }
        return { body, end: piece.tokens };
      } else if (word !== undefined && otherKeywords.has(word)) {
        throw CannotEvaluate.unsupported(`{{ ${word} }} in a template`);
      } else {
        body.push({ kind: 'action', pipe: parsePipe(piece.tokens) });
      }
    }
    if (within === 'if') throw CannotEvaluate.fails('an if without its end');
    return { body };
  };

  const parseIf = (condition: Token[]): TemplateNode => {
    const branches: Branch[] = [];
    let next: Token[] | undefined = condition;
    while (next) {
      const { body, end } = parseBody('if');
      branches.push({ condition: parsePipe(next), body });
      if (!end || isWord(end[0], 'end')) {
        return { kind: 'if', branches, otherwise: [] };
      }
      if (end.length === 1) {
        const last = parseBody('if');
        if (!last.end || !isWord(last.end[0], 'end')) {
          throw CannotEvaluate.fails('a second else');
        }
        return { kind: 'if', branches, otherwise: last.body };
      }
      if (!isWord(end[1], 'if')) {
        throw CannotEvaluate.unsupported('an else with something behind it');
      }
      next = end.slice(2);
    }
    throw CannotEvaluate.fails('an if without its end');
  };

  return parseBody('top').body;
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

/** Text and actions, with `{{-` and `-}}` having eaten the space beside them. */
function split(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  let trimNext = false;
  for (;;) {
    const open = rest.indexOf('{{');
    let before = open === -1 ? rest : rest.slice(0, open);
    if (trimNext) before = before.replace(/^[ \t\r\n]+/, '');
    if (open === -1) {
      if (before) pieces.push({ kind: 'text', text: before });
      return pieces;
    }
    let inner = rest.slice(open + 2);
    if (/^-[ \t\r\n]/.test(inner)) {
      before = before.replace(/[ \t\r\n]+$/, '');
      inner = inner.slice(1);
    }
    if (before) pieces.push({ kind: 'text', text: before });

    const comment = /^[ \t\r\n]*\/\*[\s\S]*?\*\/([ \t\r\n]+-)?\}\}/.exec(inner);
    if (comment) {
      trimNext = comment[1] !== undefined;
      rest = inner.slice(comment[0].length);
      continue;
    }
    const { tokens, length, trim } = readAction(inner);
    pieces.push({
      kind: 'action',
      tokens,
      source: inner.slice(0, Math.min(length, 40)),
    });
    trimNext = trim;
    rest = inner.slice(length);
  }
}

/** Reads one action up to and with its `}}`. */
function readAction(text: string): {
  tokens: Token[];
  length: number;
  trim: boolean;
} {
  const tokens: Token[] = [];
  let index = 0;
  let spaceBefore = true;
  for (;;) {
    const rest = text.slice(index);
    if (rest === '') throw CannotEvaluate.fails('an action is not closed');
    const close = /^(?:\}\}|[ \t\r\n]+-\}\})/.exec(rest);
    if (close) {
      return {
        tokens,
        length: index + close[0].length,
        trim: close[0].length > 2,
      };
    }
    const space = /^[ \t\r\n]+/.exec(rest);
    if (space) {
      index += space[0].length;
      spaceBefore = true;
      continue;
    }
    const { token, length } = readToken(rest, spaceBefore);
    tokens.push(token);
    index += length;
    spaceBefore = false;
  }
}

function readToken(
  text: string,
  spaceBefore: boolean,
): { token: Token; length: number } {
  const fields = /^(?:\.[A-Za-z_][A-Za-z0-9_]*)+/.exec(text);
  if (fields) {
    return {
      token: {
        kind: 'fields',
        fields: fields[0].slice(1).split('.'),
        spaceBefore,
      },
      length: fields[0].length,
    };
  }
  if (/^\.(?![0-9])/.test(text)) {
    return { token: { kind: 'fields', fields: [], spaceBefore }, length: 1 };
  }
  if (text[0] === '$') {
    if (/^\$[A-Za-z_]/.test(text)) {
      throw CannotEvaluate.unsupported('a template variable');
    }
    return { token: { kind: 'dollar' }, length: 1 };
  }
  const word = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text);
  if (word) {
    return { token: { kind: 'word', text: word[0] }, length: word[0].length };
  }
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(text);
  if (number) {
    if (
      /^[+-]?0[0-9xXbBoO_]/.test(text) ||
      /^[A-Za-z_]/.test(text.slice(number[0].length))
    ) {
      throw CannotEvaluate.unsupported(`the number ${text.slice(0, 12)}`);
    }
    const value = Number(number[0]);
    return {
      token: {
        kind: 'literal',
        value: /[.eE]/.test(number[0]) ? value : new GoInt(value),
      },
      length: number[0].length,
    };
  }
  const raw = /^`([^`]*)`/.exec(text);
  if (raw) {
    return {
      token: { kind: 'literal', value: raw[1].replace(/\r/g, '') },
      length: raw[0].length,
    };
  }
  const quoted = /^"(?:[^"\\\n]|\\.)*"/.exec(text);
  if (quoted) {
    return {
      token: { kind: 'literal', value: unquote(quoted[0]) },
      length: quoted[0].length,
    };
  }
  if (text[0] === '(' || text[0] === ')' || text[0] === '|') {
    return { token: { kind: 'punctuation', text: text[0] }, length: 1 };
  }
  if (/^(?::=|=|,|')/.test(text)) {
    throw CannotEvaluate.unsupported(`${text[0]} in a template`);
  }
  throw CannotEvaluate.fails(
    `unexpected ${JSON.stringify(text[0])} in an action`,
  );
}

/** A quoted Go string; escapes beyond those of JSON are left to Argo CD. */
function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted.replace(/\t/g, '\\t'));
    if (typeof value === 'string') return value;
  } catch {
    // Falls through: `\x41`, `\a` and the like.
  }
  throw CannotEvaluate.unsupported(`the text ${quoted.slice(0, 40)}`);
}

function parsePipe(tokens: Token[]): Pipe {
  let index = 0;
  const parse = (closing: boolean): Pipe => {
    const pipe: Pipe = [];
    let command: Command = [];
    const endCommand = () => {
      if (command.length === 0) throw CannotEvaluate.fails('an empty command');
      if (pipe.length > 0 && !isExecutable(command[0])) {
        throw CannotEvaluate.fails(
          'a value behind a |, where a function belongs',
        );
      }
      pipe.push(command);
      command = [];
    };
    while (index < tokens.length) {
      const token = tokens[index];
      index += 1;
      if (token.kind === 'punctuation' && token.text === '(') {
        command.push({ kind: 'pipe', pipe: parse(true), fields: [] });
      } else if (token.kind === 'punctuation' && token.text === ')') {
        if (!closing) throw CannotEvaluate.fails('a ) without its (');
        endCommand();
        return pipe;
      } else if (token.kind === 'punctuation') {
        endCommand();
      } else {
        addOperand(command, token);
      }
    }
    if (closing) throw CannotEvaluate.fails('a ( that is not closed');
    endCommand();
    return pipe;
  };
  return parse(false);
}

/** What may stand behind a `|`; Go refuses the rest before anything runs. */
function isExecutable(operand: Operand): boolean {
  switch (operand.kind) {
    case 'function':
    case 'pipe':
      return true;
    case 'dot':
      return operand.variable || operand.fields.length > 0;
    case 'literal':
      return false;
    default: {
      const never: never = operand;
      throw new TypeError(`unexpected operand ${JSON.stringify(never)}`);
    }
  }
}

function addOperand(
  command: Command,
  token: Exclude<Token, { kind: 'punctuation' }>,
) {
  switch (token.kind) {
    case 'fields': {
      const previous = command[command.length - 1];
      if (!token.spaceBefore && previous) {
        // `(index .a 0).b`, `$.a`
        if (previous.kind === 'pipe' || previous.kind === 'dot') {
          previous.fields.push(...token.fields);
          return;
        }
        throw CannotEvaluate.fails('a field of something that has none');
      }
      command.push({
        kind: 'dot',
        fields: [...token.fields],
        variable: false,
      });
      return;
    }
    case 'dollar':
      // Without range, with and define `$` and `.` are the same value.
      command.push({ kind: 'dot', fields: [], variable: true });
      return;
    case 'literal':
      command.push({ kind: 'literal', value: token.value });
      return;
    case 'word':
      if (token.text === 'true' || token.text === 'false') {
        command.push({ kind: 'literal', value: token.text === 'true' });
      } else if (token.text === 'nil') {
        command.push({ kind: 'literal', value: null });
      } else {
        command.push({ kind: 'function', name: token.text });
      }
      return;
    default: {
      const never: never = token;
      throw new TypeError(`unexpected token ${JSON.stringify(never)}`);
    }
  }
}
