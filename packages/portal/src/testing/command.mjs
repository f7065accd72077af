import { root } from '../paths.mjs';
import { runToEnd } from '../processes.mjs';
import { step } from '../progress.mjs';

/** A stage that is one command: passed when it ends with 0. */
export function command(id, program, args) {
  return async ({ toolchain }) => {
    const { code, output } = await step(id, () =>
      runToEnd(program, args, {
        cwd: root,
        env: { ...toolchain.env, FORCE_COLOR: '0' },
      }),
    );
    if (code === 0) return [{ id, status: 'passed' }];
    process.stdout.write(output.split('\n').slice(-60).join('\n'));
    return [
      {
        id,
        status: 'failed',
        detail: output.split('\n').slice(-40).join('\n'),
      },
    ];
  };
}
