import { CronExpressionParser } from 'cron-parser';
import picomatch from 'picomatch';
import { Duration } from 'luxon';
import { z } from 'zod';
import { kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import type { ApplicationSpec } from './spec';

const windowSchema = z.looseObject({
  kind: z.enum(['allow', 'deny']),
  schedule: z.string(),
  /** Go duration: `60h`, `1h30m`. */
  duration: z.string(),
  timeZone: z.string().optional(),
  applications: z.array(z.string()).default([]),
  namespaces: z.array(z.string()).default([]),
  clusters: z.array(z.string()).default([]),
  manualSync: z.boolean().default(false),
});

const projectSchema = z.looseObject({
  sourceRepos: z.array(z.string()).default([]),
  destinations: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        server: z.string().optional(),
        namespace: z.string().optional(),
      }),
    )
    .default([]),
  syncWindows: z.array(windowSchema).default([]),
});

const matches = (pattern: string, value: string) =>
  picomatch.isMatch(value, pattern, { bash: true, dot: true });

const normalised = (repository: string) =>
  repository.replace(/\.git$/, '').toLowerCase();

/** Why a project does not permit an Application, in Argo CD's words. */
export function projectRefusals(
  project: KubeObject | undefined,
  spec: ApplicationSpec,
): string[] {
  if (!project) {
    return [
      `Application referencing project ${spec.project} which does not exist`,
    ];
  }
  const { sourceRepos, destinations } = projectSchema.parse(project.spec ?? {});
  const repositories = spec.sources
    .map(source => source.repoURL)
    .filter(
      repository =>
        !sourceRepos.some(
          pattern =>
            pattern === '*' ||
            matches(normalised(pattern), normalised(repository)),
        ),
    )
    .map(
      repository =>
        `application repo ${repository} is not permitted in project '${spec.project}'`,
    );
  const { name = '', server = '', namespace } = spec.destination;
  const permitted = destinations.some(destination => {
    const byCluster =
      (destination.name !== undefined && matches(destination.name, name)) ||
      (destination.server !== undefined &&
        (destination.server === '*' || matches(destination.server, server)));
    return byCluster && matches(destination.namespace ?? '*', namespace);
  });
  return permitted
    ? repositories
    : [
        ...repositories,
        `application destination server '${
          server || name
        }' and namespace '${namespace}' do not match any of the allowed destinations in project '${
          spec.project
        }'`,
      ];
}

/** Whether a sync may start now, by hand or by itself. */
export function syncAllowed(
  project: KubeObject | undefined,
  application: string,
  spec: ApplicationSpec,
  by: 'person' | 'controller',
  now: number,
): boolean {
  const { syncWindows } = projectSchema.parse(project?.spec ?? {});
  const matching = syncWindows.filter(
    window =>
      window.applications.some(pattern => matches(pattern, application)) ||
      window.namespaces.some(pattern =>
        matches(pattern, spec.destination.namespace),
      ) ||
      window.clusters.some(pattern =>
        matches(
          pattern,
          spec.destination.name ?? spec.destination.server ?? '',
        ),
      ),
  );
  const active = matching.filter(window => isActive(window, now));
  const denies = active.filter(window => window.kind === 'deny');
  const byHand = by === 'person';
  if (denies.length > 0) {
    return byHand && denies.every(window => window.manualSync);
  }
  const allows = matching.filter(window => window.kind === 'allow');
  if (allows.length === 0 || active.some(window => window.kind === 'allow')) {
    return true;
  }
  return byHand && allows.every(window => window.manualSync);
}

/** A window is open from each time of its schedule for its duration. */
function isActive(window: z.infer<typeof windowSchema>, now: number) {
  const length = goDuration(window.duration);
  const schedule = CronExpressionParser.parse(window.schedule, {
    currentDate: new Date(now + 1),
    tz: window.timeZone ?? 'UTC',
  });
  return schedule.prev().getTime() + length > now;
}

/** Milliseconds of a Go duration such as `1h30m`. */
export function goDuration(text: string): number {
  const units = { h: 'hours', m: 'minutes', s: 'seconds' } as const;
  let total = Duration.fromMillis(0);
  for (const [, amount = '0', unit = 's'] of text.matchAll(
    /(\d+(?:\.\d+)?)([hms])/g,
  )) {
    const name = unit === 'h' || unit === 'm' ? units[unit] : units.s;
    total = total.plus({ [name]: Number(amount) });
  }
  return total.toMillis();
}

/** The project every Argo CD begins with: everything is permitted. */
const defaultProject: KubeObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace: 'argocd' },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ name: '*', server: '*', namespace: '*' }],
  },
};

/** The project of an Application; undefined where it does not exist. */
export const projectOf = (
  store: ResourceStore,
  spec: ApplicationSpec,
): KubeObject | undefined =>
  store.get(kinds.appProject, 'argocd', spec.project) ??
  (spec.project === 'default' ? defaultProject : undefined);
