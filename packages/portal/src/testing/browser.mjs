import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root, stateDir } from '../paths.mjs';
import { freePort } from '../ports.mjs';
import { startPortal } from '../portal.mjs';
import { runToEnd } from '../processes.mjs';
import { step } from '../progress.mjs';
import { ensureKubectl } from '../tools.mjs';

/** Playwright's words in ours; a test that passed on a second try has failed. */
const statuses = {
  expected: 'passed',
  skipped: 'skipped',
  unexpected: 'failed',
  flaky: 'failed',
};

/** The product as a person uses it: a fresh portal, a real browser. */
export async function browser({ toolchain, folder }) {
  const outputFile = path.join(folder, 'browser.json');
  await rm(outputFile, { force: true });
  await rm(stateDir('e2e'), { recursive: true, force: true });
  const kubectl = await ensureKubectl();
  const portal = await startPortal({
    toolchain,
    profile: 'e2e',
    port: await freePort(),
    configs: [],
  });
  try {
    const { output } = await step('browser', report =>
      runToEnd('yarn', ['playwright', 'test'], {
        cwd: path.join(root, 'packages/e2e'),
        env: {
          ...toolchain.env,
          FORCE_COLOR: '0',
          STRATA_URL: portal.url,
          STRATA_STATE: portal.state,
          STRATA_REPORT: outputFile,
          ...(kubectl && { STRATA_KUBECTL: kubectl }),
        },
        onLine: line => report(line.slice(0, 70)),
      }),
    );
    return await resultsOf(outputFile, output);
  } finally {
    await portal.stop();
  }
}

async function resultsOf(outputFile, output) {
  let report;
  try {
    report = JSON.parse(await readFile(outputFile, 'utf8'));
  } catch (error) {
    return [
      {
        id: 'browser: the test runner ended with a report',
        status: 'failed',
        detail: `${error.message}\n${output.split('\n').slice(-30).join('\n')}`,
      },
    ];
  }
  const results = [];
  const walk = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const last = test.results.at(-1);
        results.push({
          id: `browser › ${[...titles, spec.title].join(' › ')}`,
          status: statuses[test.status],
          detail: last?.errors?.map(error => error.message).join('\n'),
        });
      }
    }
    for (const child of suite.suites ?? []) {
      walk(child, [...titles, child.title]);
    }
  };
  for (const suite of report.suites) walk(suite, [suite.title]);
  for (const error of report.errors ?? []) {
    results.push({
      id: 'browser: run',
      status: 'failed',
      detail: error.message,
    });
  }
  return results;
}
