/** Kinds that lie in no namespace, of those that occur in platform trees. */
const clusterScoped = new Set([
  'APIService',
  'CiliumClusterwideNetworkPolicy',
  'ClusterIssuer',
  'ClusterPolicy',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterSecretStore',
  'CustomResourceDefinition',
  'GatewayClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
]);

export const isClusterScoped = (object: { kind: string }) =>
  clusterScoped.has(object.kind);
