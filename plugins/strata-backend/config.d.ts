import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Strata: the layered GitOps tree, its delivery and its promises. */
  strata?: {
    /** The trees to read. The first one's entity names carry no prefix. */
    trees?: Array<{
      /** DNS-1123 label, unique; part of location keys, so keep it stable. */
      id: string;
      title?: string;
      /** Directory of the layers in the repository; may be empty. Default `kubernetes`. */
      root?: string;
      /**
       * The repository as Argo CD names it in `spec.source.repoURL`. Compared
       * after normalisation (scheme, `.git`, case of host, ssh or https).
       * Default: the source's own address.
       */
      repository?: string;
      /** Link to a file: `{ref}`, `{path}` and `{line}` are replaced. */
      webUrl?: string;
      source:
        | {
            type: 'local';
            /** Absolute path of a bare repository on this machine. */
            directory: string;
            /** Default `main`. */
            branch?: string;
          }
        | {
            type: 'url';
            /** Address of the repository's tree, as Backstage's integrations read it. */
            target: string;
          };
      /** How often to look for a new commit. Default 30 seconds. */
      frequency?: HumanDuration;
      /** Largest file that is parsed, in bytes. Default 1048576. */
      maxFileSize?: number;
      /** A read that removes more than this share of the items (and more than five) is held back. Default 0.2. */
      maxRemovedShare?: number;
    }>;
    tree?: {
      /** Layers, where a tree has others than services, platform and infra. */
      layers?: Array<{
        name: string;
        /** Item pattern under the root, such as `platform/*\/*`. */
        pattern: string;
        /** Component type of its entities. */
        type: string;
        title?: string;
      }>;
      /** apiVersions accepted in definitions, besides strata.dev/v1alpha1. */
      apiVersions?: string[];
      /** How a dependency on a higher layer is reported. Default `warning`. */
      upwardDependencies?: 'error' | 'warning' | 'off';
    };
    policy?: {
      /** Team that owns layers and areas nobody owns. */
      platformTeam?: string;
      /** Teams whose members may act on everything. */
      admins?: string[];
      /** Teams whose members may read everything, the audit included. */
      auditors?: string[];
    };
    delivery?: {
      /** Namespaces with Applications; all where left out. */
      namespaces?: string[];
      /** Argo CD instances, through which syncs are asked for. */
      argocd?: Array<{
        name: string;
        /** Name of the cluster (of `kubernetes.clusterLocatorMethods`) whose Applications it runs. */
        cluster: string;
        /** Address of the API, https. */
        url: string;
        /** Address for people, where it differs. */
        webUrl?: string;
        /** PEM certificates, base64, that its address is verified with. */
        caData?: string;
        /**
         * `globalProjects` of its argocd-cm, word for word, so that sync windows
         * of global projects are known before Argo CD refuses.
         */
        globalProjects?: Array<{
          projectName: string;
          labelSelector: {
            matchLabels?: { [label: string]: string };
            matchExpressions?: Array<{
              key: string;
              operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
              values?: string[];
            }>;
          };
        }>;
        tokens: Array<{
          /** AppProject it is for; `*` for any other. */
          project: string;
          /** @visibility secret */
          token: string;
        }>;
      }>;
      /** A running cluster connection without event or bookmark for longer is stale. Default 5 minutes. */
      staleAfter?: HumanDuration;
      /** OutOfSync for longer than this, although auto-sync is on, is drift. Default 5 minutes. */
      driftGrace?: HumanDuration;
      /** How long it is kept what turned in Applications, and when. Default 90 days. */
      retention?: HumanDuration;
    };
    sla?: {
      prometheus?: Array<{
        name: string;
        url: string;
        caData?: string;
        /** @visibility secret */
        token?: string;
      }>;
      /** How often the snapshot is taken. Default 60 seconds. */
      interval?: HumanDuration;
    };
    changes?: {
      /**
       * Absolute path of a folder with one folder per template. Without it no
       * change can be made from the portal.
       */
      templates?: string;
    };
    /** Free words shown beside a source (`kubernetes:homelab`); `*` at the end matches the rest. */
    sources?: Array<{ match: string; note: string }>;
  };
}
