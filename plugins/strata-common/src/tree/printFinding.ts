import type { Finding, FindingSeverity } from './finding';

/** Colours of a terminal, or none. @public */
export interface FindingPaint {
  severity(severity: FindingSeverity, text: string): string;
  dim(text: string): string;
  strong(text: string): string;
}

const plain: FindingPaint = {
  severity: (_severity, text) => text,
  dim: text => text,
  strong: text => text,
};

/** Widest excerpt; minified files have lines of megabytes. */
const maxExcerpt = 120;

/**
 * A finding for people, as compilers print them: place, severity, code and
 * message, the line with a mark below it, and what to do. `line` is the line of
 * the file the finding points at, where there is one.
 * @public
 */
export function printFinding(
  finding: Finding,
  line: string | undefined,
  paint: FindingPaint = plain,
): string {
  const { path, severity, code, message, remedy, column } = finding;
  const head = [
    paint.strong(`${path}:${finding.line}:${column}`),
    paint.severity(severity, severity),
    paint.dim(code),
  ].join(' ');
  const rows = [head, `  ${message}`];
  if (line !== undefined && line.trim() !== '') {
    const gutter = `  ${finding.line} | `;
    const { text, mark } = excerpt(line, column);
    rows.push(
      paint.dim(gutter) + text,
      `${paint.dim(`${' '.repeat(gutter.length - 2)}| `)}${mark}`,
    );
  }
  rows.push(`  ${paint.dim('→')} ${remedy}`);
  return rows.join('\n');
}

/** The part of a line around a column, without what could drive a terminal. */
function excerpt(line: string, column: number): { text: string; mark: string } {
  const from = Math.max(0, column - 1 - maxExcerpt / 2);
  const cut = line
    .slice(from, from + maxExcerpt)
    .replace(/\t/g, ' ')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
      '\uFFFD',
    );
  return { text: cut, mark: `${' '.repeat(Math.max(0, column - 1 - from))}^` };
}
