import { existsSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { explain, PortalError } from './PortalError.mjs';
import { root } from './paths.mjs';
import { runToEnd } from './processes.mjs';
import { step, upToDate } from './progress.mjs';
import { clearStamp, fingerprint, isCurrent, setStamp } from './stamps.mjs';

const roomForPackages = 4 * 1024 ** 3;

/** Installs the packages of yarn.lock, where that has not been done. */
export async function ensurePackages(env) {
  const manifests = ['package.json', 'yarn.lock', '.yarnrc.yml'];
  for (const group of ['packages', 'plugins']) {
    for (const name of (await readdir(path.join(root, group))).sort()) {
      manifests.push(`${group}/${name}/package.json`);
    }
  }
  const value = await fingerprint(manifests);
  const title = 'Packages';
  if (
    (await isCurrent('packages', value)) &&
    existsSync(path.join(root, 'node_modules/.yarn-state.yml'))
  ) {
    upToDate(title);
    return;
  }
  await requireRoom();
  await clearStamp('packages');
  await step(title, async report => {
    const { code, output } = await runToEnd(
      'yarn',
      ['install', '--immutable'],
      {
        cwd: root,
        env: { ...env, FORCE_COLOR: '0' },
        onLine: line => report(line.replace(/^➤ YN\d+: /, '').slice(0, 70)),
      },
    );
    if (code !== 0) throw explain('Installing the packages', output);
  });
  await setStamp('packages', value);
}

async function requireRoom() {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < roomForPackages) {
    throw new PortalError(
      `Only ${((bavail * bsize) / 1024 ** 3).toFixed(
        1,
      )} GB are free on this disk.`,
      'The packages need about 4 GB while they are installed. Free some room and run ./portal again.',
    );
  }
}

/** Builds the frontend, where its sources have changed. */
export async function ensureApp(env) {
  const value = await fingerprint([
    'yarn.lock',
    'packages/app',
    'plugins/strata',
    'plugins/strata-common',
    'plugins/strata-backend/config.d.ts',
  ]);
  const title = 'Frontend';
  if (
    (await isCurrent('app', value)) &&
    existsSync(path.join(root, 'packages/app/dist/index.html'))
  ) {
    upToDate(title);
    return;
  }
  await clearStamp('app');
  await step(title, async () => {
    const { code, output } = await runToEnd(
      'yarn',
      ['workspace', 'app', 'build'],
      { cwd: root, env: { ...env, FORCE_COLOR: '0' } },
    );
    if (code !== 0) throw explain('Building the frontend', output);
  });
  await setStamp('app', value);
}
