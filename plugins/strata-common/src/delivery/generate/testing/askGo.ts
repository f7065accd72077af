import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** A template and what it is rendered with. */
export interface GoCase {
  template: string;
  values: Record<string, unknown>;
}

/** Answers of Go's own engine (missingkey=error), in order, for tests. */
export function askGo(
  cases: GoCase[],
): ({ text: string } | { error: string })[] {
  return JSON.parse(
    execFileSync(process.execPath, [resolve(__dirname, 'goOracle.mjs')], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
    }),
  );
}
