import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { generatedPages } from '../docs/generated.mjs';
import { root } from '../paths.mjs';
import { sourceFiles } from './sourceFiles.mjs';

const soft = 300;
const hard = 600;
const drawers = /^(utils?|helpers?|types|common|misc)\.[jt]sx?$/;
const drawerFolders = /\/(utils?|helpers?|utilities|misc)\//;

/** Rules of the house that a linter does not know: sizes and drawers. */
export async function house() {
  const tooLong = [];
  const long = [];
  const drawer = [];
  for (const file of await sourceFiles()) {
    const name = path.relative(root, file);
    const lines = (await readFile(file, 'utf8')).split('\n').length;
    if (lines > hard) tooLong.push(`${name}: ${lines} lines`);
    else if (lines > soft && !/\.test\.|fixtures/.test(name)) {
      long.push(`${name}: ${lines} lines`);
    }
    if (drawers.test(path.basename(file)) || drawerFolders.test(name)) {
      drawer.push(name);
    }
  }
  for (const line of long) {
    process.stdout.write(`  warning: over ${soft} lines: ${line}\n`);
  }
  return [
    result(`house: no source file over ${hard} lines`, tooLong),
    result('house: no utils, helpers or types drawers', drawer),
    result('house: generated pages are current', await outdatedPages()),
  ];
}

async function outdatedPages() {
  const outdated = [];
  for (const [file, make] of Object.entries(generatedPages)) {
    const current = await readFile(path.join(root, file), 'utf8').catch(
      () => '',
    );
    if (current !== (await make())) {
      outdated.push(`${file}: run ./portal docs and commit it`);
    }
  }
  return outdated;
}

const result = (id, offenders) =>
  offenders.length === 0
    ? { id, status: 'passed' }
    : { id, status: 'failed', detail: offenders.join('\n') };
