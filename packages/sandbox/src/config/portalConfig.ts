import { stringify } from 'yaml';
import type { Ports } from '../options';
import type { Secrets } from '../state/secrets';

/** What a portal must know to find the sandbox. */
export interface Whereabouts {
  /** PEM of the sandbox's authority. */
  ca: string;
  ports: Ports;
  secrets: Secrets;
  /** Bare repository, absolute. */
  repository: string;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The configuration file that a portal loads beside its own. */
export function portalConfig({ ca, ports, secrets, repository }: Whereabouts) {
  const caData = base64(ca);
  return [
    '# Written by the sandbox at every start. Secrets in here open nothing else.\n',
    stringify(
      {
        kubernetes: {
          serviceLocatorMethod: { type: 'multiTenant' },
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                {
                  name: 'homelab',
                  title: 'Homelab (simulated)',
                  url: `https://127.0.0.1:${ports.kubernetes}`,
                  authProvider: 'serviceAccount',
                  serviceAccountToken: secrets.kubernetes,
                  caData,
                  skipTLSVerify: false,
                  skipMetricsLookup: true,
                },
              ],
            },
          ],
        },
        strata: {
          trees: [
            {
              id: 'platform',
              title: 'Example platform',
              root: 'kubernetes',
              repository: 'https://git.homelab.example/platform/gitops.git',
              source: { type: 'local', directory: repository, branch: 'main' },
              frequency: { seconds: 2 },
            },
          ],
          policy: {
            platformTeam: 'platform',
            admins: ['platform'],
            auditors: ['compliance'],
          },
          delivery: {
            argocd: [
              {
                name: 'homelab',
                cluster: 'homelab',
                url: `https://127.0.0.1:${ports.argocd}`,
                webUrl: 'https://argocd.homelab.example',
                caData,
                tokens: Object.entries(secrets.argocd).map(
                  ([project, token]) => ({ project, token }),
                ),
              },
            ],
          },
          sla: {
            prometheus: [
              {
                name: 'homelab',
                url: `https://127.0.0.1:${ports.prometheus}`,
                caData,
                token: secrets.prometheus,
              },
            ],
            interval: { seconds: 10 },
          },
          sources: ['kubernetes:*', 'argocd:*', 'prometheus:*'].map(match => ({
            match,
            note: 'simulated',
          })),
        },
      },
      { lineWidth: 0 },
    ),
  ].join('');
}

/** A kubeconfig, for kubectl and for whoever wants to look around. */
export function kubeconfig({ ca, ports, secrets }: Whereabouts) {
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'homelab',
      clusters: [
        {
          name: 'homelab',
          cluster: {
            server: `https://127.0.0.1:${ports.kubernetes}`,
            'certificate-authority-data': base64(ca),
          },
        },
      ],
      users: [{ name: 'sandbox', user: { token: secrets.kubernetes } }],
      contexts: [
        { name: 'homelab', context: { cluster: 'homelab', user: 'sandbox' } },
      ],
    },
    { lineWidth: 0 },
  );
}
