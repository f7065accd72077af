import type { KubeObject } from '../kubernetes/objects';

interface ChartWorkload {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** Appended to the release name; the release name alone where empty. */
  suffix: string;
  image: string;
  replicas?: number;
}

const deployment = (
  suffix: string,
  image: string,
  replicas = 1,
): ChartWorkload => ({
  kind: 'Deployment',
  suffix,
  image,
  replicas,
});
const statefulSet = (
  suffix: string,
  image: string,
  replicas = 1,
): ChartWorkload => ({
  kind: 'StatefulSet',
  suffix,
  image,
  replicas,
});
const daemonSet = (suffix: string, image: string): ChartWorkload => ({
  kind: 'DaemonSet',
  suffix,
  image,
});

/**
 * What well-known charts bring, in outline. Charts are not fetched: the
 * sandbox works without a network, and the workloads are what one looks at.
 */
const charts: Record<string, readonly ChartWorkload[]> = {
  'argo-cd': [
    statefulSet('application-controller', 'quay.io/argoproj/argocd'),
    deployment('server', 'quay.io/argoproj/argocd', 2),
    deployment('repo-server', 'quay.io/argoproj/argocd', 2),
    deployment('applicationset-controller', 'quay.io/argoproj/argocd'),
  ],
  'cert-manager': [
    deployment('', 'quay.io/jetstack/cert-manager-controller', 2),
    deployment('webhook', 'quay.io/jetstack/cert-manager-webhook', 2),
    deployment('cainjector', 'quay.io/jetstack/cert-manager-cainjector'),
  ],
  'sealed-secrets': [
    deployment('', 'docker.io/bitnami/sealed-secrets-controller'),
  ],
  cilium: [
    daemonSet('', 'quay.io/cilium/cilium'),
    deployment('operator', 'quay.io/cilium/operator-generic', 2),
  ],
  base: [],
  istiod: [deployment('', 'docker.io/istio/pilot', 2)],
  cni: [daemonSet('node', 'docker.io/istio/install-cni')],
  'kube-prometheus-stack': [
    statefulSet('server', 'quay.io/prometheus/prometheus', 2),
    statefulSet('alertmanager', 'quay.io/prometheus/alertmanager', 2),
    deployment('operator', 'quay.io/prometheus-operator/prometheus-operator'),
    daemonSet('node-exporter', 'quay.io/prometheus/node-exporter'),
  ],
  grafana: [deployment('', 'docker.io/grafana/grafana')],
  jaeger: [deployment('', 'docker.io/jaegertracing/jaeger')],
  'opentelemetry-collector': [
    deployment('', 'docker.io/otel/opentelemetry-collector-k8s', 2),
  ],
  vector: [daemonSet('', 'docker.io/timberio/vector')],
  'eck-operator': [statefulSet('', 'docker.elastic.co/eck/eck-operator')],
  'rook-ceph': [deployment('', 'docker.io/rook/ceph')],
  velero: [
    deployment('', 'docker.io/velero/velero'),
    daemonSet('node-agent', 'docker.io/velero/velero'),
  ],
  influxdb2: [statefulSet('', 'docker.io/library/influxdb')],
  'postgres-operator': [deployment('', 'ghcr.io/zalando/postgres-operator')],
  console: [deployment('', 'docker.redpanda.com/redpandadata/console')],
};

/** A chart that the table does not know is one Deployment of its own name. */
const unknownChart = (chart: string): readonly ChartWorkload[] => [
  deployment('', `registry.homelab.example/charts/${chart}`),
];

/**
 * The outline of a release. The image tag is the chart's version: its
 * appVersion cannot be known without fetching it.
 */
export function chartOutline(options: {
  chart: string;
  version: string;
  release: string;
  namespace: string;
  /** Name of the item, by which the catalog selects its Pods. */
  item: string;
}): KubeObject[] {
  const { chart, version, release, namespace, item } = options;
  return (charts[chart] ?? unknownChart(chart)).map(workload => {
    const name = workload.suffix ? `${release}-${workload.suffix}` : release;
    const selector = {
      'app.kubernetes.io/name': item,
      'app.kubernetes.io/instance': release,
      'app.kubernetes.io/component': workload.suffix || chart,
    };
    const labels = {
      ...selector,
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': `${chart}-${version}`,
    };
    return {
      apiVersion: 'apps/v1',
      kind: workload.kind,
      metadata: { name, namespace, labels },
      spec: {
        ...(workload.replicas !== undefined && { replicas: workload.replicas }),
        selector: { matchLabels: selector },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: workload.suffix || chart,
                image: `${workload.image}:${version}`,
              },
            ],
          },
        },
      },
    };
  });
}
