import type { ApplicationRecord } from '@strata/plugin-strata-common';
import type { ArgoCdSettings } from '../settings';
import type { ArgoCdApi } from './ArgoCdApi';
import { HttpArgoCdApi } from './HttpArgoCdApi';

/** How to act on an Application, or why that is not possible. */
export type ArgoCdAccess =
  | { kind: 'available'; api: ArgoCdApi }
  | { kind: 'unavailable'; reason: string };

/** The configured instances by the cluster whose Applications they run. */
export class ArgoCdInstances {
  readonly #byCluster: Map<
    string,
    { settings: ArgoCdSettings; api: ArgoCdApi }
  >;

  constructor(
    settings: readonly ArgoCdSettings[],
    connect: (settings: ArgoCdSettings) => ArgoCdApi = httpApi,
  ) {
    this.#byCluster = new Map(
      settings.map(instance => [
        instance.cluster,
        { settings: instance, api: connect(instance) },
      ]),
    );
  }

  /** Every instance, for asking after its health. */
  all(): { name: string; api: ArgoCdApi }[] {
    return [...this.#byCluster.values()].map(({ settings, api }) => ({
      name: settings.name,
      api,
    }));
  }

  access({ cluster, project }: ApplicationRecord): ArgoCdAccess {
    const instance = this.#byCluster.get(cluster);
    if (!instance) {
      return {
        kind: 'unavailable',
        reason: `No Argo CD API is configured for the cluster ${cluster} (strata.delivery.argocd).`,
      };
    }
    if (tokenOf(instance.settings, project) === undefined) {
      return {
        kind: 'unavailable',
        reason: `No token is configured for project ${project} (strata.delivery.argocd, instance ${instance.settings.name}).`,
      };
    }
    return { kind: 'available', api: instance.api };
  }

  /** Address of the Application's page for people. */
  page({ cluster, namespace, name }: ApplicationRecord): string | undefined {
    const instance = this.#byCluster.get(cluster);
    return (
      instance &&
      `${instance.settings.webUrl}/applications/${encodeURIComponent(
        namespace,
      )}/${encodeURIComponent(name)}`
    );
  }
}

function tokenOf(settings: ArgoCdSettings, project: string) {
  return settings.tokens.get(project) ?? settings.tokens.get('*');
}

function httpApi(settings: ArgoCdSettings): ArgoCdApi {
  return new HttpArgoCdApi({
    name: settings.name,
    url: settings.url,
    ca: settings.ca,
    token: project => tokenOf(settings, project) ?? '',
  });
}
