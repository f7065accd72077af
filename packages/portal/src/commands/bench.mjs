import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from '../arguments.mjs';
import { benches } from '../bench/programs.mjs';
import { asPage, asText, loadNow, machine } from '../bench/report.mjs';
import { PortalError } from '../PortalError.mjs';
import { root } from '../paths.mjs';
import { stopAll } from '../processes.mjs';
import { ensureToolchain } from '../toolchain.mjs';
import { ensureApp, ensurePackages } from '../workspace.mjs';

const page = 'docs/benchmarks.md';
const longestRun = 60;

const usage = `Usage: ./portal bench [--only <bench> …] [--seconds 20] [--report]

Prints each figure beside its reference, from the same run. Everything stays on
this machine and ends with the run. It fails where a condition of correctness
does not hold, never on a time.

Benches: ${Object.keys(benches).join(', ')}
--seconds: length of the runs that go by time, 10 to ${longestRun}.
--report writes ${page} from a run of all benches.`;

/** @param {string[]} args */
export async function run(args) {
  const values = parse(
    args,
    {
      only: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      report: { type: 'boolean' },
    },
    usage,
  );
  if (!values) return 0;
  const names = chosen(values);
  const seconds = secondsOf(values.seconds);
  const end = () => stopAll().then(() => process.exit(130));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  const at = new Date();
  const load = loadNow();
  const toolchain = await ensureToolchain();
  const on = await machine(toolchain, load);
  process.stdout.write(
    `${on.processor}, ${on.memory}, Node ${on.node}, load ${on.load}\n${
      on.busy
        ? 'The machine is busy: take the times again when it is quiet.\n'
        : ''
    }`,
  );
  await ensurePackages(toolchain.env);
  if (names.includes('start')) await ensureApp(toolchain.env);

  /** @type {import('../bench/report.mjs').Ran[]} */
  const ran = [];
  try {
    for (const name of names) {
      const { title, run: measure } = benches[name];
      const result = await measure({ toolchain, seconds });
      ran.push({ name, title, result });
      process.stdout.write(asText(ran.at(-1)));
    }
  } finally {
    await stopAll();
  }
  if (values.report) {
    await writeFile(path.join(root, page), asPage(ran, on, at));
    process.stdout.write(`\nWrote ${page}\n`);
  }
  return verdict(ran);
}

function chosen({ only, report }) {
  const names = Object.keys(benches);
  const unknown = only?.find(name => !names.includes(name));
  if (unknown !== undefined) {
    throw new PortalError(`There is no bench "${unknown}".`, usage, 2);
  }
  if (only && report) {
    throw new PortalError(
      '--report needs all benches: figures of several runs are not mixed.',
      usage,
      2,
    );
  }
  return only ? names.filter(name => only.includes(name)) : names;
}

function secondsOf(text) {
  const seconds = text === undefined ? 20 : Number(text);
  if (!Number.isInteger(seconds) || seconds < 10 || seconds > longestRun) {
    throw new PortalError(
      `"${text}" is no length for a run: give a whole number from 10 to ${longestRun}.`,
      usage,
      2,
    );
  }
  return seconds;
}

/** @param {import('../bench/report.mjs').Ran[]} ran */
function verdict(ran) {
  const checks = ran.flatMap(({ title, result }) =>
    result.checks.map(check => ({ title, ...check })),
  );
  const broken = checks.filter(({ holds }) => !holds);
  for (const { title, what, detail } of broken) {
    process.stderr.write(`\n✗ ${title}: ${what} (${detail})\n`);
  }
  process.stdout.write(
    `\n${checks.length - broken.length} of ${checks.length} conditions hold\n`,
  );
  return broken.length === 0 ? 0 : 1;
}
