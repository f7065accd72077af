import { checks as allChecks } from './checks';
import type { Check, CheckContext } from './checks/Check';
import type { Finding } from './finding';
import type { Steps } from './steps';

/** Findings one check may report; a mistake made everywhere is told often enough. */
const maxPerCheck = 200;

/** What a check needs, without the place it reports to. @internal */
export type CheckedTree = Omit<CheckContext, 'report'>;

/** Runs every check over a tree, in order. @internal */
export function* checkTree(
  tree: CheckedTree,
  checks: readonly Check[] = allChecks,
): Steps<Finding[]> {
  const all: Finding[] = [];
  for (const check of checks) {
    yield;
    const findings: Finding[] = [];
    const told = new Set<string>();
    let beyond = 0;
    const steps = check.run({
      ...tree,
      report(severity, position, message, remedy) {
        // What stands once in a set is wrong for each of its Applications.
        const { path, line, column } = position;
        const key = `${path}:${line}:${column}:${message}`;
        if (told.has(key)) return;
        told.add(key);
        if (findings.length >= maxPerCheck) {
          beyond += 1;
          return;
        }
        findings.push({
          code: check.code,
          severity,
          ...position,
          message,
          remedy,
        });
      },
    });
    if (steps) yield* steps;
    if (beyond > 0) {
      const last = findings[findings.length - 1];
      last.message += ` (and ${beyond} more of ${check.code})`;
    }
    all.push(...findings);
  }
  return all;
}
