import { ConfigReader } from '@backstage/config';
import { readDeliverySettings } from './settings';

const argocd = {
  name: 'main',
  cluster: 'homelab',
  url: 'https://argocd.homelab.example/',
  tokens: [
    { project: 'product', token: 'p' },
    { project: '*', token: 'any' },
  ],
};
const read = (delivery: object) =>
  readDeliverySettings(new ConfigReader({ strata: { delivery } }));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('readDeliverySettings', () => {
  it('has a default for everything', () => {
    expect(readDeliverySettings(new ConfigReader({}))).toEqual({
      namespaces: undefined,
      argocd: [],
      staleAfterMs: 300_000,
      driftGraceMs: 300_000,
      retentionMs: 90 * 86_400_000,
    });
  });

  it('reads global projects as argocd-cm has them, and says what is wrong', () => {
    const globalProjects = [
      {
        projectName: 'freezes',
        labelSelector: {
          matchExpressions: [
            { key: 'tier', operator: 'In', values: ['critical'] },
          ],
        },
      },
    ];
    expect(
      read({ argocd: [{ ...argocd, globalProjects }] }).argocd[0]
        .globalProjects,
    ).toEqual(globalProjects);
    const odd = [{ projectName: 'freezes', labelSelector: { matching: {} } }];
    expect(() =>
      read({ argocd: [{ ...argocd, globalProjects: odd }] }),
    ).toThrow(/"main".*globalProjects.*argocd-cm/s);
  });

  it('reads instances, durations and namespaces', () => {
    const settings = read({
      namespaces: ['argocd'],
      staleAfter: { minutes: 2 },
      driftGrace: '90s',
      argocd: [
        { ...argocd, caData: base64('-----BEGIN CERTIFICATE-----\nx\n') },
      ],
    });
    expect(settings).toMatchObject({
      namespaces: ['argocd'],
      staleAfterMs: 120_000,
      driftGraceMs: 90_000,
      argocd: [
        {
          url: 'https://argocd.homelab.example',
          webUrl: 'https://argocd.homelab.example',
          ca: expect.stringContaining('BEGIN CERTIFICATE'),
        },
      ],
    });
    expect(settings.argocd[0].tokens.get('product')).toBe('p');
  });

  it.each([
    ['plain http', [{ ...argocd, url: 'http://argocd' }], /https address/],
    ['no address', [{ ...argocd, url: 'argocd' }], /https address/],
    [
      'certificates that are none',
      [{ ...argocd, caData: 'secret' }],
      /"main": caData must be PEM/,
    ],
    [
      'two instances for one cluster',
      [argocd, { ...argocd, name: 'second' }],
      /two instances for the cluster homelab/,
    ],
  ])('refuses %s and says where', (_, instances, message) => {
    expect(() => read({ argocd: instances })).toThrow(message);
  });

  it('refuses a duration of nothing', () => {
    expect(() => read({ staleAfter: { seconds: 0 } })).toThrow(/staleAfter/);
  });
});
