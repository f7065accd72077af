import path from 'node:path';
import { root } from '../paths.mjs';
import { runToEnd } from '../processes.mjs';
import { ensureToolchain, typescript } from '../toolchain.mjs';
import { ensurePackages } from '../workspace.mjs';

/** Hands everything on to the command-line tool; its exit code is ours. */
export async function run(args) {
  const toolchain = await quietly(async () => {
    const found = await ensureToolchain();
    await ensurePackages(found.env);
    return found;
  });
  const { code } = await runToEnd(
    toolchain.node,
    typescript(path.join(root, 'packages/cli/src/main.ts'), ...args),
    { env: toolchain.env, inherit: true },
  );
  return code;
}

/** Progress goes to stderr, so that the tool's output can be piped. */
async function quietly(work) {
  const write = process.stdout.write;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}
