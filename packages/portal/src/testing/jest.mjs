import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../paths.mjs';
import { freePort } from '../ports.mjs';
import { runToEnd } from '../processes.mjs';
import { step } from '../progress.mjs';
import { ensureKubectl, onPath } from '../tools.mjs';

/** Unit, integration and conformance tests of every package, on real parts. */
export async function jest({ toolchain, folder }) {
  const kubectl = await ensureKubectl();
  const postgres = await startPostgres(toolchain, folder);
  const outputFile = path.join(folder, 'jest.json');
  await rm(outputFile, { force: true });
  try {
    const { output } = await step('unit, integration, conformance', report =>
      runToEnd(
        'yarn',
        [
          'backstage-cli',
          'repo',
          'test',
          '--ci',
          '--watchAll=false',
          '--maxWorkers=2',
          // Two cores may be busy; a hung test is still ended.
          '--testTimeout=60000',
          // A server some suite forgot must not hold up the others' results.
          '--forceExit',
          '--json',
          `--outputFile=${outputFile}`,
        ],
        {
          cwd: root,
          env: {
            ...toolchain.env,
            ...realParts(kubectl, postgres),
            // Else the runner looks for changed files only, and waits for more.
            CI: 'true',
            FORCE_COLOR: '0',
          },
          onLine: line => {
            if (/^(PASS|FAIL) /.test(line)) report(line.slice(0, 70));
          },
        },
      ),
    );
    return resultsOf(outputFile, output);
  } finally {
    await postgres?.stop();
  }
}

/** Real programs for the tests; one that is absent makes its tests skip. */
function realParts(kubectl, postgres) {
  const promtool = onPath('promtool');
  const prometheus = onPath('prometheus');
  const git = onPath('git');
  return {
    ...(kubectl && { STRATA_KUBECTL: kubectl }),
    ...(promtool && { STRATA_PROMTOOL: promtool }),
    ...(prometheus && { STRATA_PROMETHEUS: prometheus }),
    ...(git && { STRATA_GIT: git }),
    ...(postgres && {
      BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: postgres.connection,
    }),
  };
}

async function startPostgres(toolchain, folder) {
  const port = await freePort();
  return step('PostgreSQL', async () => {
    const child = spawn(
      toolchain.node,
      [
        path.join(root, 'packages/portal/src/postgres.mjs'),
        path.join(folder, 'postgres'),
        String(port),
      ],
      { cwd: root, env: toolchain.env, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', chunk => {
      complaints += chunk;
    });
    const connection = await new Promise(resolve => {
      child.stdout
        .setEncoding('utf8')
        .once('data', line => resolve(line.trim()));
      child.once('exit', () => resolve(undefined));
    });
    if (!connection) {
      process.stdout.write(
        `  PostgreSQL from npm does not run here; its tests are skipped.\n${complaints}\n`,
      );
      return undefined;
    }
    return {
      connection,
      stop: () =>
        new Promise(resolve => {
          child.once('exit', resolve);
          child.stdin.end();
        }),
    };
  });
}

async function resultsOf(outputFile, output) {
  let report;
  try {
    report = JSON.parse(await readFile(outputFile, 'utf8'));
  } catch (error) {
    return [
      {
        id: 'unit: the test runner ended with a report',
        status: 'failed',
        detail: `${error.message}\n${output.split('\n').slice(-30).join('\n')}`,
      },
    ];
  }
  if (report.numTotalTests === 0) {
    return [
      {
        id: 'unit: the test runner found tests',
        status: 'failed',
        detail: output.split('\n').slice(-30).join('\n'),
      },
    ];
  }
  return report.testResults.flatMap(suite => {
    const file = path.relative(root, suite.name);
    // A suite that cannot be loaded has no tests of its own to fail.
    if (suite.assertionResults.length === 0) {
      return suite.status === 'failed'
        ? [{ id: file, status: 'failed', detail: suite.message }]
        : [];
    }
    return suite.assertionResults.map(test => ({
      id: `${file} › ${[...test.ancestorTitles, test.title].join(' › ')}`,
      status:
        test.status === 'passed' || test.status === 'failed'
          ? test.status
          : 'skipped',
      detail: test.failureMessages.join('\n'),
    }));
  });
}
