import { groupOf, versionOf } from './objects';

/** One resource type that the sandbox serves. */
export interface ResourceKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  namespaced: boolean;
  /** Custom resources take no strategic merge patch. */
  custom: boolean;
}

const kind = (
  group: string,
  version: string,
  name: string,
  options: {
    plural?: string;
    short?: readonly string[];
    cluster?: true;
    custom?: true;
  } = {},
): ResourceKind => ({
  group,
  version,
  kind: name,
  plural: options.plural ?? `${name.toLowerCase()}s`,
  singular: name.toLowerCase(),
  shortNames: options.short ?? [],
  namespaced: !options.cluster,
  custom: options.custom ?? false,
});

/**
 * Everything served: Argo CD's resources, the kinds that the Kubernetes plugin
 * lists, and what kubectl users look at first. Secrets are left out: nothing
 * here needs one. No metrics API either, as on a cluster without its server.
 */
export const resourceKinds: readonly ResourceKind[] = Object.freeze([
  kind('', 'v1', 'Namespace', { short: ['ns'], cluster: true }),
  kind('', 'v1', 'Node', { short: ['no'], cluster: true }),
  kind('', 'v1', 'Pod', { short: ['po'] }),
  kind('', 'v1', 'Service', { short: ['svc'] }),
  kind('', 'v1', 'ConfigMap', { short: ['cm'] }),
  kind('', 'v1', 'Event', { short: ['ev'] }),
  kind('', 'v1', 'LimitRange', { short: ['limits'] }),
  kind('', 'v1', 'ResourceQuota', { short: ['quota'] }),
  kind('', 'v1', 'ServiceAccount', { short: ['sa'] }),
  kind('', 'v1', 'PersistentVolumeClaim', { short: ['pvc'] }),
  kind('apps', 'v1', 'Deployment', { short: ['deploy'] }),
  kind('apps', 'v1', 'ReplicaSet', { short: ['rs'] }),
  kind('apps', 'v1', 'StatefulSet', { short: ['sts'] }),
  kind('apps', 'v1', 'DaemonSet', { short: ['ds'] }),
  kind('autoscaling', 'v2', 'HorizontalPodAutoscaler', { short: ['hpa'] }),
  kind('batch', 'v1', 'Job'),
  kind('batch', 'v1', 'CronJob', { short: ['cj'] }),
  kind('networking.k8s.io', 'v1', 'Ingress', {
    plural: 'ingresses',
    short: ['ing'],
  }),
  kind('networking.k8s.io', 'v1', 'NetworkPolicy', {
    plural: 'networkpolicies',
    short: ['netpol'],
  }),
  kind('policy', 'v1', 'PodDisruptionBudget', { short: ['pdb'] }),
  kind('argoproj.io', 'v1alpha1', 'Application', {
    short: ['app', 'apps'],
    custom: true,
  }),
  kind('argoproj.io', 'v1alpha1', 'ApplicationSet', {
    short: ['appset', 'appsets'],
    custom: true,
  }),
  kind('argoproj.io', 'v1alpha1', 'AppProject', {
    short: ['appproj', 'appprojs'],
    custom: true,
  }),
]);

export const apiVersionOf = (of: ResourceKind) =>
  of.group ? `${of.group}/${of.version}` : of.version;

/** The served type of an object, or undefined where its kind is not served. */
export const kindOf = (object: { apiVersion: string; kind: string }) =>
  resourceKinds.find(
    candidate =>
      candidate.kind === object.kind &&
      candidate.group === groupOf(object.apiVersion) &&
      candidate.version === versionOf(object.apiVersion),
  );

const named = (group: string, name: string) => {
  const found = resourceKinds.find(k => k.group === group && k.kind === name);
  if (!found) throw new Error(`${group}/${name} is not in the table of kinds`);
  return found;
};

/** The types the simulation itself writes. */
export const kinds = {
  namespace: named('', 'Namespace'),
  node: named('', 'Node'),
  pod: named('', 'Pod'),
  event: named('', 'Event'),
  deployment: named('apps', 'Deployment'),
  replicaSet: named('apps', 'ReplicaSet'),
  statefulSet: named('apps', 'StatefulSet'),
  daemonSet: named('apps', 'DaemonSet'),
  application: named('argoproj.io', 'Application'),
  applicationSet: named('argoproj.io', 'ApplicationSet'),
  appProject: named('argoproj.io', 'AppProject'),
};
