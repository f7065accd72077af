import { apiVersionOf, resourceKinds } from './kinds';

/** Announced version: that of the kubectl the suite is run with. */
export const serverVersion = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.2',
  gitCommit: 'strata-sandbox',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'sandbox',
};

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

const groupVersions = new Map(
  resourceKinds.map(kind => [apiVersionOf(kind), kind]),
);

const groupOf = (group: string) => {
  const versions = [...groupVersions.entries()]
    .filter(([, kind]) => kind.group === group)
    .map(([groupVersion, kind]) => ({ groupVersion, version: kind.version }));
  return {
    name: group,
    versions,
    preferredVersion: versions[0],
  };
};

const resourceList = (apiVersion: string) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: apiVersion,
  resources: resourceKinds
    .filter(kind => apiVersionOf(kind) === apiVersion)
    .map(kind => ({
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs,
      shortNames: kind.shortNames.length > 0 ? kind.shortNames : undefined,
    })),
});

/**
 * The documents with which clients find out what there is, by path. In the old
 * form, which every client still reads: none asks for the aggregated one only.
 */
export function discoveryDocument(path: string): unknown {
  switch (path) {
    case '/version':
      return serverVersion;
    case '/api':
      return {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [],
      };
    case '/apis':
      return {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: [...new Set(resourceKinds.map(kind => kind.group))]
          .filter(group => group !== '')
          .map(groupOf),
      };
    case '/openapi/v3':
      return { paths: {} };
    case '/openapi/v2':
      return {
        swagger: '2.0',
        info: { title: 'Strata sandbox', version: serverVersion.gitVersion },
        paths: {},
        definitions: {},
      };
    default: {
      const apiVersion = path.startsWith('/apis/')
        ? path.slice('/apis/'.length)
        : path.slice('/api/'.length);
      if (groupVersions.has(apiVersion)) return resourceList(apiVersion);
      const isGroup = resourceKinds.some(
        kind => kind.group !== '' && kind.group === apiVersion,
      );
      return isGroup
        ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(apiVersion) }
        : undefined;
    }
  }
}
