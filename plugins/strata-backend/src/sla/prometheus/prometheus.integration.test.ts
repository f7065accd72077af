import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  badInWindows,
  badPerStep,
  lastSample,
  samplesInWindows,
  totalInWindows,
  totalPerStep,
} from '@strata/plugin-strata-common';
import { PrometheusClient } from './PrometheusClient';

/** Debian's package `prometheus` brings both. */
const present = ['prometheus', 'promtool'].every(
  command => spawnSync(command, ['--version']).status === 0,
);
const sloId = 'shop.production.availability';
const step = 300;
/** A day of samples that ends on the hour before last, off the grid by 7 s. */
const end = Math.floor(Date.now() / 3_600_000 - 1) * 3600 + 7;
const samples = 288;

/** One bad of ten events in every sample. */
function openMetrics(): string {
  const lines = ['# TYPE slo:sli_bad:increase5m gauge'];
  const labels = `{slo_id="${sloId}",sli="istio-requests"}`;
  const each = (metric: string, value: number) => {
    for (let n = samples - 1; n >= 0; n--) {
      lines.push(`${metric}${labels} ${value} ${end - n * step}`);
    }
  };
  each('slo:sli_bad:increase5m', 1);
  lines.push('# TYPE slo:sli_total:increase5m gauge');
  each('slo:sli_total:increase5m', 10);
  return [...lines, '# EOF', ''].join('\n');
}

/** A real server over those samples, on a port of its own choosing. */
async function startPrometheus() {
  const folder = mkdtempSync(join(tmpdir(), 'strata-prometheus-'));
  writeFileSync(join(folder, 'config.yml'), 'global: {}\n');
  writeFileSync(join(folder, 'samples.om'), openMetrics());
  execFileSync(
    'promtool',
    ['tsdb', 'create-blocks-from', 'openmetrics', 'samples.om', 'data'],
    { cwd: folder, stdio: 'pipe' },
  );
  const server = spawn(
    'prometheus',
    [
      '--config.file=config.yml',
      '--storage.tsdb.path=data',
      '--web.listen-address=127.0.0.1:0',
      '--query.max-samples=2000',
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  const ready = new Promise<string>((resolve, reject) => {
    server.stderr.on('data', chunk => {
      log += chunk;
      const address = /Listening on" address=(\S+)/.exec(log)?.[1];
      if (address && log.includes('Server is ready')) resolve(address);
    });
    server.on('exit', () => reject(new Error(`prometheus ended: ${log}`)));
  });
  const address = await ready;
  return {
    url: `http://${address}`,
    stop: async () => {
      server.removeAllListeners('exit');
      const exited = once(server, 'exit');
      server.kill();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

(present ? describe : describe.skip)(
  present ? 'a real Prometheus' : 'skipped: needs prometheus',
  () => {
    let server: Awaited<ReturnType<typeof startPrometheus>>;
    let client: PrometheusClient;

    beforeAll(async () => {
      server = await startPrometheus();
      client = new PrometheusClient({ name: 'real', url: server.url });
    }, 30_000);
    afterAll(async () => {
      await client?.close();
      await server?.stop();
    });

    const windows = { windows: ['1d', '6h', '1h', '5m'] };
    const byWindow = async (query: string) =>
      Object.fromEntries(
        (await client.instant(query, end + 60)).result.map(
          ({ labels: { window, ...labels }, value }) => {
            expect(labels).toEqual({ slo_id: sloId, sli: 'istio-requests' });
            return [window, value];
          },
        ),
      );

    it('sums over every window of one query', async () => {
      expect(await byWindow(badInWindows.build(windows))).toEqual({
        '1d': 288,
        '6h': 72,
        '1h': 12,
        '5m': 1,
      });
      expect(await byWindow(totalInWindows.build(windows))).toEqual({
        '1d': 2880,
        '6h': 720,
        '1h': 120,
        '5m': 10,
      });
      expect(await byWindow(samplesInWindows.build(windows))).toEqual({
        '1d': 288,
        '6h': 72,
        '1h': 12,
        '5m': 1,
      });
    });

    it('knows when the newest sample was recorded, long after', async () => {
      const { result } = await client.instant(lastSample.build({}), end + 7200);
      expect(result).toEqual([
        { labels: { slo_id: sloId, sli: 'istio-requests' }, value: end },
      ]);
    });

    it('counts every event of a plot once', async () => {
      const to = Math.floor(end / 3600) * 3600;
      const range = {
        fromSeconds: to - 10 * 3600,
        toSeconds: to,
        stepSeconds: 3600,
      };
      const params = { sloId, step: '3600s' };
      const values = async (query: string) =>
        (await client.range(query, range)).result[0].points.map(
          ([, value]) => value,
        );
      expect(await values(badPerStep.build(params))).toEqual(
        Array(11).fill(12),
      );
      expect(await values(totalPerStep.build(params))).toEqual(
        Array(11).fill(120),
      );
    });

    it('refuses what it cannot parse and what reads too much, as we expect it to', async () => {
      await expect(client.instant('up{', 0)).rejects.toMatchObject({
        failure: 'bad_data',
      });
      await expect(
        client.instant(
          'max_over_time(slo:sli_total:increase5m[1d:5s])',
          end + 60,
        ),
      ).rejects.toMatchObject({
        failure: 'execution',
        message: expect.stringMatching(/raise --query.max-samples/),
      });
    });
  },
);
