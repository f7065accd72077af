import { ConfigReader } from '@backstage/config';
import { readSlaSettings } from './settings';

const read = (sla: object) =>
  readSlaSettings(new ConfigReader({ strata: { sla } } as {}));

describe('strata.sla', () => {
  it('needs nothing', () => {
    expect(readSlaSettings(new ConfigReader({}))).toEqual({
      prometheus: [],
      intervalMs: 60_000,
    });
  });

  it('is read as written', () => {
    expect(
      read({
        interval: { seconds: 30 },
        prometheus: [{ name: 'main', url: 'https://p.example/prom/' }],
      }),
    ).toMatchObject({
      intervalMs: 30_000,
      prometheus: [{ name: 'main', url: 'https://p.example/prom' }],
    });
  });

  it.each<[object, RegExp]>([
    [
      { interval: { milliseconds: 5 } },
      /strata.sla.interval must be at least a second/,
    ],
    [
      { prometheus: [{ name: 'main', url: 'ftp://x' }] },
      /"main": url must be an http or https/,
    ],
    [
      { prometheus: [{ name: 'main', url: 'http://x', token: 't' }] },
      /so that the token stays secret/,
    ],
    [
      { prometheus: [{ name: 'Main!', url: 'https://x' }] },
      /name must be a DNS-1123 label/,
    ],
    [
      { prometheus: [{ name: 'main', url: 'https://x', caData: 'eA==' }] },
      /caData must be PEM/,
    ],
    [
      {
        prometheus: [
          { name: 'a', url: 'https://x' },
          { name: 'a', url: 'https://y' },
        ],
      },
      /two are named a/,
    ],
  ])('says what is wrong with %j', (sla, message) => {
    expect(() => read(sla)).toThrow(message);
  });
});
