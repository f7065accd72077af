import { bootstrapFiles, nearMiss } from './bootstrap';
import { readDefinition } from './definition';
import type { TreeFiles } from './files';
import type { Finding } from './finding';
import { lockSchema } from './lockSchemas';
import type { DeclaredLock, TreeOptions } from './model';
import { textOf } from './shape';
import type { Steps } from './steps';

/** Locks of the bootstrap directory. @internal */
export interface ParsedLocks {
  locks: DeclaredLock[];
  /** A lock, or a file that may hold one, could not be read. */
  incomplete: boolean;
  findings: Finding[];
}

/**
 * Reads every Lock document below `bootstrap`. One with errors holds nothing,
 * so that is said loudly, and whoever obeys locks is told to keep earlier ones.
 * @internal
 */
export function* parseLocks(
  files: TreeFiles,
  options: TreeOptions,
): Steps<ParsedLocks> {
  const findings: Finding[] = [];
  const locks = new Map<string, DeclaredLock>();
  let incomplete = false;
  for (const path of bootstrapFiles(files, options)) {
    yield;
    const documents = files.yaml(path, 'kubernetes') ?? [];
    if (files.isIncomplete(path)) incomplete = true;
    for (const document of documents) {
      const apiVersion = textOf(document.value, 'apiVersion') ?? '';
      if (
        textOf(document.value, 'kind') !== 'Lock' ||
        !options.apiVersions.includes(apiVersion)
      ) {
        const finding = nearMiss(document, 'Lock', options);
        if (finding) {
          findings.push(finding);
          incomplete = true;
        }
        continue;
      }
      const result = readDefinition(lockSchema, document);
      findings.push(...result.findings);
      if (!result.value) {
        incomplete = true;
        continue;
      }
      const { name, annotations } = result.value.metadata;
      if (locks.has(name)) {
        findings.push({
          code: 'lock-twice',
          severity: 'error',
          ...document.at(['metadata', 'name']),
          message: `the lock ${name} is declared twice; the first one counts`,
          remedy: 'Give one of them another name.',
        });
        continue;
      }
      if (annotations?.['argocd.argoproj.io/hook'] !== 'Skip') {
        findings.push({
          code: 'lock-hook-missing',
          severity: 'warning',
          ...document.at(['metadata']),
          message: `the lock ${name} has no annotation argocd.argoproj.io/hook: Skip`,
          remedy: 'Add it, so that Argo CD passes over the document.',
        });
      }
      locks.set(name, {
        name,
        definition: result.value,
        position: document.at([]),
      });
    }
  }
  return { locks: [...locks.values()], incomplete, findings };
}
