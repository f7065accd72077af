/** Built-in kinds that lie in no namespace: those kustomize knows. */
const builtIn = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** Custom ones that occur in platform trees: a cluster knows these too. */
const custom = new Set([
  'CiliumClusterwideNetworkPolicy',
  'ClusterIssuer',
  'ClusterPolicy',
  'ClusterSecretStore',
  'GatewayClass',
  'VolumeSnapshotClass',
]);

/** What kustomize gives no namespace. It knows no custom resources. */
export const isBuiltInClusterScoped = (object: { kind: string }) =>
  builtIn.has(object.kind);

/** What a cluster keeps outside of namespaces. */
export const isClusterScoped = (object: { kind: string }) =>
  builtIn.has(object.kind) || custom.has(object.kind);
