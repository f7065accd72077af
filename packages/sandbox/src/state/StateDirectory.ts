import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { errorCode } from './errorCode';

/** What was found where a state file belongs. */
export type StateRead<T> =
  | { kind: 'found'; value: T }
  | { kind: 'absent' }
  | { kind: 'damaged'; reason: string };

/**
 * The folder that lets a restarted sandbox carry on: small JSON files, each
 * replaced as a whole, so that a crash leaves the old one or the new one.
 */
export class StateDirectory {
  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true });
  }

  file(name: string) {
    return join(this.path, name);
  }

  read<T>(name: string, schema: z.ZodType<T>): StateRead<T> {
    let text: string;
    try {
      text = readFileSync(this.file(name), 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return { kind: 'absent' };
      throw error;
    }
    try {
      const parsed = schema.safeParse(JSON.parse(text));
      return parsed.success
        ? { kind: 'found', value: parsed.data }
        : { kind: 'damaged', reason: describeIssue(parsed.error) };
    } catch (error) {
      return { kind: 'damaged', reason: String(error) };
    }
  }

  /** Writes readable by the owner only: most of what lies here is a secret. */
  write(name: string, content: string) {
    const target = this.file(name);
    const temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, target);
  }

  writeJson(name: string, value: unknown) {
    this.write(name, `${JSON.stringify(value)}\n`);
  }

  remove(name: string) {
    rmSync(this.file(name), { force: true, recursive: true });
  }
}

const describeIssue = (error: z.ZodError) => {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : error.message;
};
