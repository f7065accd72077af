import { fraction } from '../time/seeded';
import type { SeedStep } from '../repository/seed';
import type { KubeObject } from '../kubernetes/objects';
import { isFields } from '../render/merging';

const hour = 3600_000;
const day = 24 * hour;

const people = {
  ada: { name: 'Ada Lindqvist', email: 'ada@homelab.example' },
  ben: { name: 'Ben Okafor', email: 'ben@homelab.example' },
  eva: { name: 'Eva Marchetti', email: 'eva@homelab.example' },
};

const kustomization = (service: string, environment: string) =>
  `kubernetes/services/${service}/environments/${environment}/kustomization.yaml`;

const audiobookshelf = 'ghcr.io/advplyr/audiobookshelf';
const n8n = 'docker.io/n8nio/n8n';

const oldAudiobookshelf = {
  path: kustomization('audiobookshelf', 'production'),
  image: audiobookshelf,
  tag: '2.34.0',
};
const oldAudiobookshelfDev = {
  path: kustomization('audiobookshelf', 'dev'),
  image: audiobookshelf,
  tag: '2.35.1',
};
const oldN8n = {
  path: kustomization('n8n', 'production'),
  image: n8n,
  tag: '2.37.4',
};

/**
 * How the tree came to be what it is, oldest first. The last commit holds the
 * folder as it lies there; production of audiobookshelf waits for it.
 */
export const seedSteps: readonly SeedStep[] = [
  {
    message: 'Lay out services, platform and infrastructure',
    author: people.eva,
    age: 26 * day,
    tags: [oldAudiobookshelf, oldAudiobookshelfDev, oldN8n],
  },
  {
    message: 'Promote n8n to production',
    author: people.ada,
    age: 11 * day,
    tags: [oldAudiobookshelf, oldAudiobookshelfDev],
  },
  {
    message: 'Try the new audiobookshelf in dev',
    author: people.ben,
    age: 3 * day,
    tags: [oldAudiobookshelf],
  },
  {
    message: 'Promote audiobookshelf to production',
    author: people.ben,
    age: 7 * hour,
    tags: [],
  },
];

/** How an Application stands when the sandbox is started for the first time. */
export type Start =
  | { kind: 'in_step' }
  /** Deployed once, at the oldest commit: newer revisions wait at the gate. */
  | { kind: 'behind_its_gate' }
  | { kind: 'never_deployed' }
  /** Somebody scaled a workload by hand. */
  | { kind: 'drifted' }
  | { kind: 'degraded' }
  | { kind: 'progressing' }
  /** The controller has not come by for hours. */
  | { kind: 'stuck' };

const written: Record<string, Start> = {
  'audiobookshelf-production': { kind: 'behind_its_gate' },
  'kafka-demo-production': { kind: 'never_deployed' },
  'n8n-production': { kind: 'drifted' },
};

/** Kept out of the lottery: the thread of the tour leads through them. */
const spared =
  /^(bootstrap|core|services|argocd-|audiobookshelf-|n8n-|kafka-demo-)/;

/**
 * The state each Application begins in. Three of the platform's, chosen by the
 * seed, are in trouble; the rest is as it should be.
 *
 * @param names - Applications that have a workload
 */
export function scenario(
  seed: number,
  names: readonly string[],
): (name: string) => Start {
  const drawn = names
    .filter(name => !spared.test(name) && name.endsWith('-production'))
    .sort(
      (a, b) => fraction(seed, 'trouble', a) - fraction(seed, 'trouble', b),
    );
  const [degraded, progressing, stuck] = drawn;
  return name => {
    if (name === degraded) return { kind: 'degraded' };
    if (name === progressing) return { kind: 'progressing' };
    if (name === stuck) return { kind: 'stuck' };
    return written[name] ?? { kind: 'in_step' };
  };
}

/** The workload as somebody left it who scaled it by hand. */
export function scaledByHand(object: KubeObject): KubeObject {
  const spec = isFields(object.spec) ? object.spec : {};
  const replicas = typeof spec.replicas === 'number' ? spec.replicas : 1;
  return { ...object, spec: { ...spec, replicas: replicas + 1 } };
}
