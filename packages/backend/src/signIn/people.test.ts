import { ConfigReader } from '@backstage/config';
import { peopleFromConfig } from './people';

const config = (baseUrl: string, host?: string) =>
  new ConfigReader({
    app: {
      signIn: {
        people: [
          { name: 'ada', title: 'Ada Lindqvist' },
          { name: 'guest', title: 'Guest' },
        ],
      },
    },
    backend: { baseUrl, listen: { port: 7007, ...(host && { host }) } },
  });

describe('peopleFromConfig', () => {
  it('offers the configured people on loopback', () => {
    expect([
      ...peopleFromConfig(config('http://localhost:7007', '127.0.0.1')),
    ]).toEqual([
      ['ada', 'Ada Lindqvist'],
      ['guest', 'Guest'],
    ]);
  });

  it.each([
    ['an address others can reach', 'https://portal.example', '127.0.0.1'],
    ['a backend that listens everywhere', 'http://localhost:7007', undefined],
    ['a backend on a network address', 'http://localhost:7007', '0.0.0.0'],
  ])('refuses %s and says what to do', (_, baseUrl, host) => {
    expect(() => peopleFromConfig(config(baseUrl, host))).toThrow(
      /works on this machine only.*auth\.providers/s,
    );
  });
});
