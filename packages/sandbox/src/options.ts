import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** How a sandbox is started. */
export interface SandboxOptions {
  /** Folder of the tree that the repository is made of. */
  tree: string;
  /** Folder that holds everything the sandbox makes. */
  state: string;
  seed: number;
  /** 2 makes operations, rollouts and reconciliations take half as long. */
  speed: number;
  /** Fixed ports; free ones where left out, the same at every start. */
  ports: Partial<Ports>;
  /** Process that the sandbox must not outlive. */
  exitWithParent?: number;
}

export interface Ports {
  kubernetes: number;
  argocd: number;
  prometheus: number;
  control: number;
}

const flags = {
  tree: { type: 'string' },
  state: { type: 'string' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  'kubernetes-port': { type: 'string' },
  'argocd-port': { type: 'string' },
  'prometheus-port': { type: 'string' },
  'control-port': { type: 'string' },
  'exit-with-parent': { type: 'string' },
} as const;

const port = z.coerce.number().int().min(1).max(65535).optional();

const valuesSchema = z.object({
  tree: z.string({ error: '--tree <folder> is missing' }).min(1),
  state: z.string({ error: '--state <folder> is missing' }).min(1),
  seed: z.coerce.number().int().nonnegative(),
  speed: z.coerce.number().positive().max(1000),
  'kubernetes-port': port,
  'argocd-port': port,
  'prometheus-port': port,
  'control-port': port,
  'exit-with-parent': z.coerce.number().int().positive().optional(),
});

export const usage =
  'usage: sandbox --tree <folder> --state <folder> [--seed 1] [--speed 1] ' +
  '[--kubernetes-port N] [--argocd-port N] [--prometheus-port N] ' +
  '[--control-port N] [--exit-with-parent <pid>]';

/** @throws Error with what is wrong on the command line, for the person */
export function parseOptions(args: readonly string[]): SandboxOptions {
  const { values } = parseArgs({ args: [...args], options: flags });
  const parsed = valuesSchema.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const flag = issue?.path.join('.') ?? '';
    throw new Error(`--${flag}: ${issue?.message}`);
  }
  const { data } = parsed;
  return {
    tree: absolute(data.tree),
    state: absolute(data.state),
    seed: data.seed,
    speed: data.speed,
    ports: {
      kubernetes: data['kubernetes-port'],
      argocd: data['argocd-port'],
      prometheus: data['prometheus-port'],
      control: data['control-port'],
    },
    exitWithParent: data['exit-with-parent'],
  };
}

const absolute = (path: string) => (isAbsolute(path) ? path : resolve(path));
