/**
 * It keeps betas long after clusters dropped them. Since 1.32 Kubernetes serves
 * none of its betas by default (its deprecated API migration guide).
 */
const kubernetes = 'kubernetes-models';

/**
 * Where the schema of an API group is published: one npm package a line, with
 * the groups that are taken from it. A further package is a further line here
 * and a dependency of this package.
 */
const groupsOf = {
  [kubernetes]: [
    '',
    'admissionregistration.k8s.io',
    'apiextensions.k8s.io',
    'apiregistration.k8s.io',
    'apps',
    'autoscaling',
    'batch',
    'certificates.k8s.io',
    'coordination.k8s.io',
    'discovery.k8s.io',
    'flowcontrol.apiserver.k8s.io',
    'networking.k8s.io',
    'node.k8s.io',
    'policy',
    'rbac.authorization.k8s.io',
    'scheduling.k8s.io',
    'storage.k8s.io',
  ],
  '@kubernetes-models/argo-cd': ['argoproj.io'],
  '@kubernetes-models/cert-manager': [
    'acme.cert-manager.io',
    'cert-manager.io',
    'trust.cert-manager.io',
  ],
  '@kubernetes-models/cilium': ['cilium.io'],
  '@kubernetes-models/gateway-api': ['gateway.networking.k8s.io'],
  '@kubernetes-models/istio': [
    'networking.istio.io',
    'security.istio.io',
    'telemetry.istio.io',
  ],
  '@kubernetes-models/prometheus-operator': ['monitoring.coreos.com'],
  '@kubernetes-models/sealed-secrets': ['bitnami.com'],
};

const packageOf = new Map(
  Object.entries(groupsOf).flatMap(([name, groups]) =>
    groups.map(group => [group, name]),
  ),
);

const absent = new Set([
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
]);

/**
 * The model of a kind, which carries its compiled schema. An API group that no
 * package publishes has no schema; a kind that its published group lacks is
 * unknown, since a cluster would refuse it just so.
 *
 * @param {string} apiVersion such as `apps/v1`
 * @param {string} kind such as `Deployment`
 * @returns {Promise<
 *   | { status: 'found', validate: () => void }
 *   | { status: 'unknown', message: string }
 *   | { status: 'no schema' }
 * >}
 */
export async function schemaOf(apiVersion, kind) {
  const [version, group = ''] = apiVersion.split('/').reverse();
  const name = packageOf.get(group);
  if (!name) return { status: 'no schema' };
  // Throws where the package is not installed, which is no fault of a manifest.
  import.meta.resolve(name);
  if (name === kubernetes && !/^v\d+$/.test(version)) {
    return {
      status: 'unknown',
      message: `${apiVersion} is not served by default; take a released version of ${kind}`,
    };
  }
  const model = await modelOf(name, apiVersion, kind);
  // The packages hold models of parts too, such as a Deployment's spec.
  return model?.apiVersion === apiVersion && model.kind === kind
    ? { status: 'found', validate: model.prototype.validate }
    : {
        status: 'unknown',
        message: `${apiVersion} has no kind ${kind} in ${name}; correct it, or name the package that publishes it in schemaPackages.mjs`,
      };
}

async function modelOf(name, apiVersion, kind) {
  if (!/^[A-Za-z0-9]+$/.test(kind)) return undefined;
  try {
    const module = await import(`${name}/${apiVersion}/${kind}`);
    return module[kind];
  } catch (error) {
    if (absent.has(error.code)) return undefined;
    throw error;
  }
}
