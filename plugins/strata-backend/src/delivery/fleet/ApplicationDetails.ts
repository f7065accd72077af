import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type ApplicationDetail,
  type ApplicationRecord,
  type ApplicationRef,
  availabilityOf,
  type DeliveryCell,
  deliveryBreakGlassPermission,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliveryRollbackGatedPermission,
  deliveryRollbackPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  deliveryTerminatePermission,
  entityRef,
  type HistoryEntry,
  kubernetesSourceId,
  lockReason,
  operationOf,
  type ResourceFacts,
  rollbackGuards,
  terminateGuards,
  windowsOf,
} from '@strata/plugin-strata-common';
import type {
  EntityAuthorizer,
  EntityDecisions,
} from '../../authorize/EntityAuthorizer';
import { transitionEntry } from '../activity/Activity';
import { actorOf } from '../actor';
import { checkNames, targetOf } from '../applicationTarget';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import type { DeliveryGuards } from '../DeliveryGuards';
import type { IndexedDeliveryService } from '../IndexedDeliveryService';
import type { Locks } from '../locks/Locks';
import type { Marks } from '../marks/Marks';
import type { ProjectWindows } from '../ProjectWindows';
import type { TransitionLog } from '../transitions/TransitionLog';
import type { ApplicationObjects } from './ApplicationObjects';
import { nobodysEntity } from './Fleet';

const permissions = [
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncPermission,
  deliverySyncGatedPermission,
  deliveryRollbackPermission,
  deliveryRollbackGatedPermission,
  deliveryTerminatePermission,
  deliveryBreakGlassPermission,
];

/** Latest turns shown beside an Application; the activity has all. */
const shownTransitions = 50;

export interface ApplicationDetailsOptions {
  auth: AuthService;
  authorizer: EntityAuthorizer;
  clock: Clock;
  guards: DeliveryGuards;
  index: ApplicationIndex;
  links: (application: ApplicationRecord) => ApplicationDetail['links'];
  locks: Locks;
  marks: Marks;
  objects: ApplicationObjects;
  ownerOf: (entityRef: string) => string | undefined;
  service: IndexedDeliveryService;
  transitions: Pick<TransitionLog, 'list'>;
  windows: ProjectWindows;
}

/** Everything about one Application, as one person may see it. */
export class ApplicationDetails {
  constructor(private readonly options: ApplicationDetailsOptions) {}

  /** @throws NotFoundError also where it may not be seen: both look alike */
  async get(
    ref: ApplicationRef,
    credentials: BackstageCredentials,
  ): Promise<ApplicationDetail> {
    checkNames(ref);
    const { auth, authorizer, clock, index, service, transitions } =
      this.options;
    const decisions = await authorizer.decide(credentials, permissions);
    const application = index.applications.get(ref);
    const claim = index.claim(ref);
    const claimedBy = claim.kind === 'claimed' ? claim.items : [];
    const visible = decisions.allows(
      deliveryReadPermission,
      claimedBy[0] ?? nobodysEntity,
    );
    if (!application || !visible) {
      throw new NotFoundError(`No Application ${targetOf(ref)}`);
    }
    const viewer = { decisions, person: actorOf(auth, credentials) };
    const cell = this.options.guards.cell(ref);
    const turns = await transitions.list({
      application: ref,
      limit: shownTransitions,
    });
    const source = service
      .sources()
      .find(({ id }) => id === kubernetesSourceId(ref.cluster));
    const { cluster, namespace, name, project, uid } = application;
    const { status, reason, since } =
      cell?.row ?? service.unclaimedStatus(application);
    return {
      application: { cluster, namespace, name, project, uid },
      status,
      reason,
      since,
      row: cell && {
        ...cell.row,
        actions: this.options.guards.availability(
          cell.row,
          decisions,
          viewer.person,
        ),
      },
      claimedBy,
      owner: claimedBy[0] && this.options.ownerOf(claimedBy[0]),
      sources: application.sources,
      destination: application.destination,
      automated: application.automated,
      conditions: application.conditions,
      operation: operationOf(application),
      set: this.#set(application),
      windows: this.#windows(application),
      locks: this.#locks(cell),
      terminate: cell && this.#terminate(cell, viewer),
      full: await this.#full(application, cell, viewer),
      transitions: turns.map(transitionEntry),
      links: this.options.links(application),
      asOf: source?.asOf,
      now: new Date(clock.now()).toISOString(),
    };
  }

  #set(application: ApplicationRecord): ApplicationDetail['set'] {
    const set = this.options.index.setOf(application);
    return (
      set && {
        name: set.name,
        steps: set.rollingSteps,
        ...set.rollout[application.name],
        errors: set.errors,
      }
    );
  }

  #windows(application: ApplicationRecord): ApplicationDetail['windows'] {
    const now = this.options.clock.now();
    const projects = this.options.windows.projects(application);
    const verdict = this.options.windows.verdict(application, now);
    return {
      open: verdict.kind === 'open',
      ...(verdict.kind !== 'open' && { reason: verdict.reason }),
      ...(verdict.kind === 'closed' && { until: verdict.until }),
      list: projects.flatMap(({ name, windows }) =>
        windowsOf(windows, application, now).map(({ window, ...facts }) => ({
          kind: window.kind,
          schedule: window.schedule,
          duration: window.duration,
          timeZone: window.timeZone,
          manualSync: window.manualSync,
          project: name,
          ...facts,
        })),
      ),
    };
  }

  #locks(cell: DeliveryCell | undefined): ApplicationDetail['locks'] {
    if (!cell) return [];
    return this.options.locks
      .holding(cell.row.entityRef, cell.row.environment)
      .map(lock => ({ name: lock.name, reason: lockReason(lock) }));
  }

  #terminate(cell: DeliveryCell, { decisions }: Viewer) {
    const { guards } = this.options;
    return availabilityOf(
      decisions.allows(
        deliveryTerminatePermission,
        entityRef(cell.row.entityRef),
      ),
      terminateGuards(cell, undefined, guards.context(cell)),
      {
        gated: cell.row.gate.gated,
        forbidden:
          'Only those the policy allows may end an operation, by default the leads of the owning team.',
      },
    );
  }

  async #full(
    application: ApplicationRecord,
    cell: DeliveryCell | undefined,
    viewer: Viewer,
  ): Promise<ApplicationDetail['full']> {
    try {
      const facts = await this.options.objects.read(application);
      const latest = facts.history.at(-1)?.id;
      return {
        kind: 'read',
        history: facts.history
          .map(entry => ({
            ...this.#entry(application, entry, cell, viewer),
            current: entry.id === latest,
          }))
          .reverse(),
        resources: [...facts.resources].sort(byHealth),
        operationResources: facts.operationResources,
      };
    } catch (error) {
      return {
        kind: 'not_read',
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  }

  #entry(
    { sources }: ApplicationRecord,
    entry: HistoryEntry,
    cell: DeliveryCell | undefined,
    { decisions, person }: Viewer,
  ) {
    const { guards, marks } = this.options;
    const context = cell && guards.context(cell);
    const ref = cell && entityRef(cell.row.entityRef);
    const gated = cell?.row.gate.gated ?? true;
    const seconds =
      entry.deployedAt !== undefined && entry.startedAt !== undefined
        ? (Date.parse(entry.deployedAt) - Date.parse(entry.startedAt)) / 1000
        : undefined;
    return {
      id: entry.id,
      sources: entry.revisions.map((revision, index) => ({
        // Entries of older versions of Argo CD keep no sources.
        ...(entry.sources[index] ?? sources[index]),
        revision,
      })),
      deployedAt: entry.deployedAt,
      durationSeconds: seconds,
      by: entry.by,
      marks: entry.revisions.flatMap((revision, index) =>
        marks.of(
          (entry.sources[index] ?? sources[index])?.repoUrl ??
            sources[index]?.repoUrl,
          revision,
          ref,
        ),
      ),
      ...(cell &&
        context &&
        ref && {
          rollback: availabilityOf(
            decisions.allows(
              gated
                ? deliveryRollbackGatedPermission
                : deliveryRollbackPermission,
              ref,
            ),
            rollbackGuards(
              cell,
              { kind: 'entry', id: entry.id, revisions: entry.revisions },
              undefined,
              context,
            ),
            {
              gated,
              forbidden:
                'Only those the policy allows may roll this back, by default the leads of the owning team.',
              breakGlass: guards.mayBreak(context, ref, decisions, person),
            },
          ),
        }),
    };
  }
}

interface Viewer {
  decisions: EntityDecisions;
  person: string;
}

const healthOrder = [
  'Degraded',
  'Missing',
  'Unknown',
  'not_reported',
  'Suspended',
  'Progressing',
  'no_check',
  'Healthy',
];

/** Worst first; a word nobody knows counts as Unknown. */
function byHealth(a: ResourceFacts, b: ResourceFacts): number {
  return rank(a) - rank(b) || placeOf(a).localeCompare(placeOf(b), 'en');
}

function rank({ health }: ResourceFacts): number {
  const word = health.kind === 'reported' ? health.status : health.kind;
  const found = healthOrder.indexOf(word);
  return found < 0 ? healthOrder.indexOf('Unknown') : found;
}

const placeOf = ({ kind, namespace = '', name }: ResourceFacts) =>
  `${kind}/${namespace}/${name}`;
