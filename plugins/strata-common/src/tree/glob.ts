/**
 * Globs in the dialects that meet in a tree. Own code and not picomatch: two of
 * them are those of Argo CD (gobwas/glob and Go's path.Match), whose `*`, `**`
 * and `{}` mean other things, and patterns come from repositories, so matching
 * must be linear in the text whatever the pattern.
 */

/**
 * `owns`: `*` within a segment, `**` over segments, no braces.
 * `directory`: `directory.include` and the git files generator of Argo CD
 * (gobwas without separators): `*` crosses `/`, `{a,b}`, `[a-z]`, `[!a]`.
 * `segment`: the git directory generator (Go's path.Match): `*` stays within
 * a segment, `[^a]`, no braces.
 * @internal
 */
export type GlobDialect = 'owns' | 'directory' | 'segment';

type Token =
  | { kind: 'literal'; char: string }
  | { kind: 'one'; slash: boolean }
  | { kind: 'many'; slash: boolean }
  | { kind: 'class'; negated: boolean; ranges: [string, string][] };

/** More alternatives than a person writes; a bomb of braces matches nothing. */
const maxAlternatives = 256;

/** A matcher for a pattern. A malformed pattern matches only itself. @internal */
export function compileGlob(
  pattern: string,
  dialect: GlobDialect,
): (text: string) => boolean {
  const alternatives =
    dialect === 'directory' ? expandBraces(pattern) : [pattern];
  const programs = alternatives.map(alternative =>
    programOf(tokensOf(alternative, dialect)),
  );
  return text =>
    programs.some(
      ({ start, end, tokens }) =>
        // A tree has ten thousands of paths, and most differ here.
        text.startsWith(start) && text.endsWith(end) && matches(tokens, text),
    );
}

/** A pattern with the literal text it begins and ends with. */
function programOf(tokens: readonly Token[]) {
  const literals = (sequence: readonly Token[]) => {
    const wild = sequence.findIndex(({ kind }) => kind !== 'literal');
    return sequence
      .slice(0, wild === -1 ? undefined : wild)
      .map(token => (token.kind === 'literal' ? token.char : ''));
  };
  return {
    tokens,
    start: literals(tokens).join(''),
    end: literals([...tokens].reverse())
      .reverse()
      .join(''),
  };
}

function tokensOf(pattern: string, dialect: GlobDialect): Token[] {
  const tokens: Token[] = [];
  const crosses = dialect === 'directory';
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === '\\' && dialect !== 'owns' && index + 1 < pattern.length) {
      index += 1;
      tokens.push({ kind: 'literal', char: pattern[index] });
    } else if (char === '*') {
      let stars = 1;
      while (pattern[index + 1] === '*') {
        stars += 1;
        index += 1;
      }
      tokens.push({
        kind: 'many',
        slash: crosses || (dialect === 'owns' && stars > 1),
      });
    } else if (char === '?' && dialect !== 'owns') {
      tokens.push({ kind: 'one', slash: crosses });
    } else if (char === '[' && dialect !== 'owns') {
      const read = readClass(pattern, index, crosses ? '!' : '^');
      tokens.push(read?.token ?? { kind: 'literal', char });
      index = read?.end ?? index;
    } else {
      tokens.push({ kind: 'literal', char });
    }
  }
  return tokens;
}

function readClass(
  pattern: string,
  start: number,
  negation: string,
): { token: Token; end: number } | undefined {
  let index = start + 1;
  const negated = pattern[index] === negation;
  if (negated) index += 1;
  const ranges: [string, string][] = [];
  for (; index < pattern.length && pattern[index] !== ']'; index++) {
    const from = pattern[index];
    const isRange = pattern[index + 1] === '-' && pattern[index + 2] !== ']';
    if (isRange && pattern[index + 2] === undefined) return undefined;
    ranges.push([from, isRange ? pattern[index + 2] : from]);
    if (isRange) index += 2;
  }
  if (index >= pattern.length || ranges.length === 0) return undefined;
  return { token: { kind: 'class', negated, ranges }, end: index };
}

/** Follows all ways through the pattern at once: pattern × text steps at most. */
function matches(tokens: readonly Token[], text: string): boolean {
  let states = closure(tokens, [0]);
  for (const char of text) {
    const next: number[] = [];
    for (const state of states) {
      const token = tokens[state];
      if (!token) continue;
      if (token.kind === 'many') {
        if (token.slash || char !== '/') next.push(state);
      } else if (accepts(token, char)) {
        next.push(state + 1);
      }
    }
    states = closure(tokens, next);
    if (states.length === 0) return false;
  }
  return states.includes(tokens.length);
}

function accepts(
  token: Exclude<Token, { kind: 'many' }>,
  char: string,
): boolean {
  switch (token.kind) {
    case 'literal':
      return token.char === char;
    case 'one':
      return token.slash || char !== '/';
    case 'class':
      return (
        token.ranges.some(([from, to]) => from <= char && char <= to) !==
        token.negated
      );
    default:
      return false;
  }
}

function closure(
  tokens: readonly Token[],
  states: readonly number[],
): number[] {
  const reached = new Set<number>();
  for (let state of states) {
    reached.add(state);
    while (tokens[state]?.kind === 'many') {
      state += 1;
      reached.add(state);
    }
  }
  return [...reached];
}

/** `{a,b}/c` → `a/c`, `b/c`; nested braces too. */
function expandBraces(pattern: string): string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0) {
    const next: string[] = [];
    for (const candidate of open) {
      const brace = innermostBrace(candidate);
      if (!brace) {
        done.push(candidate);
        continue;
      }
      for (const choice of brace.choices) {
        next.push(brace.before + choice + brace.after);
      }
    }
    if (next.length + done.length > maxAlternatives) return [pattern];
    open = next;
  }
  return done;
}

function innermostBrace(
  pattern: string,
): { before: string; choices: string[]; after: string } | undefined {
  const close = pattern.indexOf('}');
  if (close === -1) return undefined;
  const start = pattern.lastIndexOf('{', close);
  if (start === -1) return undefined;
  return {
    before: pattern.slice(0, start),
    choices: pattern.slice(start + 1, close).split(','),
    after: pattern.slice(close + 1),
  };
}
