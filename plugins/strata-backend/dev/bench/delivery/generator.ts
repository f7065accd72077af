/**
 * A cluster in a process of its own, so that what it costs to generate changes
 * is not counted as the cost of following them.
 *
 * Usage: generator.ts <applications>, with an IPC channel
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ApiServer } from './ApiServer';
import { fill } from './fill';
import type { FromGenerator, ToGenerator } from './generatorMessages';
import { fullApplication, platform } from './platform';

const tickMs = 10;
/** The same Applications change in every run. */
const seed = 20261124;

async function main() {
  const { applications } = platform(Number(process.argv[2]));
  const server = await ApiServer.start();
  fill(server, platform(Number(process.argv[2])));
  const last = applications.map((_, index) => index + 1);
  const next = numbers(seed);

  const change = (index: number) => {
    const { name } = applications[index];
    const resourceVersion = server.nextVersion;
    const inSync = resourceVersion % 2 === 0;
    const object = fullApplication(name, { resourceVersion, inSync });
    server.change('applications', name, object);
    last[index] = resourceVersion;
  };

  const generate = async (perSecond: number, seconds: number) => {
    const started = performance.now();
    const total = perSecond * seconds;
    let changes = 0;
    while (changes < total) {
      const due = Math.floor(
        ((performance.now() - started) / 1000) * perSecond,
      );
      for (; changes < Math.min(due, total); changes++) {
        change(next() % applications.length);
      }
      await wait(tickMs);
    }
    const tookMs = performance.now() - started;
    tell({ kind: 'generated', changes, tookMs, last });
  };

  process.on('message', (message: ToGenerator) => {
    switch (message.kind) {
      case 'generate':
        void generate(message.perSecond, message.seconds);
        break;
      case 'change':
        change(message.application);
        tell({
          kind: 'changed',
          application: message.application,
          at: performance.timeOrigin + performance.now(),
        });
        break;
      default:
        message satisfies never;
    }
  });
  process.on('disconnect', () => process.exit(0));
  tell({ kind: 'ready', url: server.url, ca: server.ca });
}

function tell(message: FromGenerator): void {
  process.send?.(message);
}

/** Pseudo-random whole numbers (xorshift32). */
function numbers(start: number): () => number {
  let state = start;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
