import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Manifest } from './manifest';

/** One thing a schema refuses. @internal */
export type Problem = {
  /** JSON pointer into the object; empty for the object itself. */
  pointer: string;
  message: string;
};

/** What the published schema of its kind says of one object. @internal */
export type Verdict = { manifest: Manifest } & Judgement;

type Judgement =
  | { status: 'valid' }
  | { status: 'invalid'; problems: Problem[] }
  /** Nobody publishes a schema for its API group: not checked, not passed. */
  | { status: 'no schema' };

/**
 * Holds objects against the schemas published for their kinds. Fields that a
 * schema does not have are refused. Verdicts come in the order of the objects.
 * @internal
 */
export async function validateManifests(
  manifests: Manifest[],
): Promise<Verdict[]> {
  const judgements = await judge(manifests.map(({ object }) => object));
  return manifests.map((manifest, index) => ({
    manifest,
    ...judgements[index],
  }));
}

/** `v1 Secret default/token`, as a person names an object. @internal */
export function nameOf({ object }: Manifest): string {
  const { apiVersion, kind, metadata } = object as {
    apiVersion?: string;
    kind?: string;
    metadata?: { name?: string; namespace?: string };
  };
  const name = [metadata?.namespace, metadata?.name].filter(Boolean).join('/');
  return `${apiVersion} ${kind} ${name}`;
}

async function judge(objects: unknown[]): Promise<Judgement[]> {
  const child = spawn(
    process.execPath,
    [require.resolve('./validate.mjs')],
    // Node options of a test runner are not meant for its children.
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A child that ends early closes its stdin; its exit code is what counts.
  child.stdin.once('error', () => {});
  child.stdin.end(JSON.stringify(objects));
  const [answer, complaint, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (code !== 0) {
    throw new Error(`The validation of manifests ended early: ${complaint}`);
  }
  return JSON.parse(answer) as Judgement[];
}
