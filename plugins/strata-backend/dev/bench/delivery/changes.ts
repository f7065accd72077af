import { setTimeout as wait } from 'node:timers/promises';
import {
  type BenchOptions,
  type BenchResult,
  type Check,
  type Figure,
  ms,
  percent,
} from '../result';
import { heapInUse } from '../statistics';
import { watchEventLoop } from '../eventLoop';
import { GeneratorProcess } from './GeneratorProcess';
import { latency } from './latency';
import { platform } from './platform';
import { readEverything } from './readEverything';
import { runningDelivery } from './runningDelivery';
import { Witness } from './Witness';

const applications = 10_000;
const perSecond = 200;
const pollSeconds = 5;
/** The server ends a watch this often, so that resuming is part of the run. */
const watchSeconds = 4;
const settleMs = 10_000;

/** 200 changes a second on 10,000 Applications, and how soon one is told. */
export async function changes({ seconds }: BenchOptions): Promise<BenchResult> {
  const generator = await GeneratorProcess.start(applications);
  try {
    const followed = await follow(generator, seconds);
    const polled = await poll(
      generator,
      Math.max(2 * pollSeconds, seconds / 2),
    );
    return {
      how: `${applications} Applications, ${perSecond} changes a second for ${seconds} s, generated and served by a process of its own. The server ends watches after ${watchSeconds} to ${
        2 * watchSeconds
      } s, so that they are resumed under load. One page looks at every row it is told of. The reference lists everything every ${pollSeconds} s, for all viewers together, under the same changes.`,
      figures: [
        ...followed.figures({ poll: polled.delay }),
        ...followed.latency.figures,
      ],
      checks: [...followed.checks, ...followed.latency.checks],
    };
  } finally {
    await generator.stop();
  }
}

async function follow(generator: GeneratorProcess, seconds: number) {
  const everything = platform(applications);
  const { url, ca } = generator;
  const { service, stop } = await runningDelivery({
    platform: everything,
    url,
    ca,
    limits: { watchSeconds },
  });
  const witness = new Witness(service, everything);
  try {
    const loop = watchEventLoop();
    const generating = generator.generate(perSecond, seconds);
    await wait((seconds * 1000) / 3);
    const early = loop.pause(heapInUse);
    const { changes: made, last, tookMs } = await generating;
    const late = loop.pause(heapInUse);
    const delay = loop.stop();
    const deadline = performance.now() + settleMs;
    let missing = witness.missing(last);
    while (missing.length > 0 && performance.now() < deadline) {
      await wait(20);
      missing = witness.missing(last);
    }
    const { reordered, notifications } = witness;
    witness.leave();
    const told = await latency(generator, service, everything);
    const checks: Check[] = [
      {
        what: 'no change is lost: every row shows the last one',
        holds: missing.length === 0,
        detail: `${made} changes in ${(tookMs / 1000).toFixed(1)} s, ${
          missing.length
        } rows behind${missing.slice(0, 3).map(name => ` ${name}`)}`,
      },
      {
        what: 'no row ever goes back in time',
        holds: reordered.length === 0,
        detail: `${notifications} notifications, ${
          reordered.length
        } reordered${reordered.slice(0, 3).map(one => ` ${one}`)}`,
      },
    ];
    const figures = ({ poll: other }: { poll: typeof delay }): Figure[] => [
      {
        what: 'Delay of the event loop, p99',
        strata: ms(delay.p99),
        reference: {
          quantity: ms(other.p99),
          by: `naive: a shared list of everything every ${pollSeconds} s`,
        },
        below: 50,
      },
      {
        what: 'Delay of the event loop, longest',
        strata: ms(delay.max),
        reference: { quantity: ms(other.max), by: 'naive, the same' },
      },
      {
        what: `Growth of the heap from second ${Math.round(
          seconds / 3,
        )} to ${seconds}, after collection`,
        strata: percent(((late - early) / early) * 100),
        below: 10,
      },
    ];
    return { figures, checks, latency: told };
  } finally {
    witness.leave();
    await stop();
  }
}

/** What a reader without watches costs while the same changes happen. */
async function poll(generator: GeneratorProcess, seconds: number) {
  const generating = generator.generate(perSecond, Math.ceil(seconds));
  const loop = watchEventLoop();
  const end = performance.now() + seconds * 1000;
  const known = new Map<string, string>();
  while (performance.now() < end) {
    const next = performance.now() + pollSeconds * 1000;
    for (const { metadata, status } of await readEverything(
      generator.url,
      generator.ca,
    )) {
      known.set(metadata.name, status.sync.revision);
    }
    await wait(Math.max(0, Math.min(next, end) - performance.now()));
  }
  const delay = loop.stop();
  await generating;
  return { delay };
}
