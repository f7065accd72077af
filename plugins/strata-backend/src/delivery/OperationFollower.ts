import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type ApplicationRecord,
  type ApplicationRef,
  isUnderWay,
  operationInfos,
  operationOf,
} from '@strata/plugin-strata-common';
import { z } from 'zod';
import type { AuditLog } from '../audit/AuditLog';
import type { ApplicationIndex } from './ApplicationIndex';
import type { Clock } from './clock';
import { recordKey } from './RecordStore';

/** An accepted operation shows up in the cluster within this time. */
const appearanceMs = 120_000;

const recognitionSchema = z.discriminatedUnion('kind', [
  /** It carries the id of its audit event. */
  z.object({ kind: z.literal('audit_id') }),
  /** Argo CD keeps nothing of ours with a rollback: by what it brings, and later than. */
  z.object({
    kind: z.literal('rollback'),
    revisions: z.array(z.string()),
    /** When the operation before it began. */
    after: z.string().optional(),
  }),
]);

/** How an operation of ours is told from any other. */
export type Recognition = z.infer<typeof recognitionSchema>;

/** What an audit event says about it; see the parameters of a rollback. */
export function recognitionOf(
  parameters: Record<string, unknown>,
): Recognition {
  const read = recognitionSchema.safeParse(parameters.recognition);
  return read.success ? read.data : { kind: 'audit_id' };
}

interface Followed {
  auditId: string;
  ref: ApplicationRef;
  recognition: Recognition;
  seen: boolean;
}

type Ending = Parameters<AuditLog['complete']>[1];

/**
 * Follows operations in the index to their end and writes it to the audit.
 * They are told apart by the audit id they carry, or by what they bring: an
 * operation somebody else starts meanwhile is not mistaken for ours.
 */
export class OperationFollower {
  readonly #followed = new Map<string, Followed>();

  constructor(
    private readonly options: {
      index: ApplicationIndex;
      audit: Pick<AuditLog, 'complete'>;
      clock: Clock;
      logger: LoggerService;
      signal: AbortSignal;
      /** Whether the index is current for a cluster: only then absence counts. */
      current: (cluster: string) => boolean;
    },
  ) {
    options.index.onApplication(change =>
      this.#changed(change.kind === 'removed' ? change.before : change.after),
    );
  }

  follow(
    auditId: string,
    ref: ApplicationRef,
    recognition: Recognition = { kind: 'audit_id' },
  ): void {
    const followed: Followed = { auditId, ref, recognition, seen: false };
    this.#followed.set(auditId, followed);
    this.#look(followed);
    this.#expectAppearance(followed).catch(error =>
      this.options.logger.error(`operation ${auditId} not followed`, error),
    );
  }

  #changed(ref: ApplicationRef): void {
    const key = recordKey(ref);
    for (const followed of this.#followed.values()) {
      if (recordKey(followed.ref) === key) this.#look(followed);
    }
  }

  #look(followed: Followed): void {
    const { index } = this.options;
    const application = index.applications.get(followed.ref);
    if (!application) {
      if (this.options.current(followed.ref.cluster)) {
        this.#end(followed, {
          result: 'failed',
          message: 'The Application was deleted before the operation ended.',
        });
      }
      return;
    }
    const { auditId } = followed;
    if (application.queued?.infos[operationInfos.audit] === auditId) {
      followed.seen = true;
      return;
    }
    if (!isOurs(application, followed)) {
      if (followed.seen) {
        this.#end(followed, {
          result: 'failed',
          message:
            'Another operation took its place before its end was seen; see the history in Argo CD.',
        });
      }
      return;
    }
    followed.seen = true;
    const operation = operationOf(application);
    if (isUnderWay(operation)) return;
    this.#end(followed, {
      result: operation?.state === 'succeeded' ? 'succeeded' : 'failed',
      message: operation?.message,
    });
  }

  async #expectAppearance(followed: Followed): Promise<void> {
    const { clock, signal, current } = this.options;
    while (!followed.seen && !signal.aborted) {
      await clock.wait(appearanceMs, signal);
      if (!this.#followed.has(followed.auditId) || signal.aborted) return;
      this.#look(followed);
      if (!followed.seen && current(followed.ref.cluster)) {
        this.#end(followed, {
          result: 'failed',
          message: `No operation with this audit id was seen within ${
            appearanceMs / 1000
          } s; look in Argo CD before trying again.`,
        });
        return;
      }
    }
  }

  #end(followed: Followed, ending: Ending): void {
    if (!this.#followed.delete(followed.auditId)) return;
    this.options.audit
      .complete(followed.auditId, ending)
      .catch(error =>
        this.options.logger.error(
          `the end of operation ${followed.auditId} is not in the audit`,
          error,
        ),
      );
  }
}

function isOurs(
  { operation }: ApplicationRecord,
  { auditId, recognition }: Followed,
): boolean {
  if (!operation) return false;
  switch (recognition.kind) {
    case 'audit_id':
      return operation.infos[operationInfos.audit] === auditId;
    case 'rollback':
      return (
        operation.startedAt !== recognition.after &&
        operation.infos[operationInfos.audit] === undefined &&
        operation.revisions.join() === recognition.revisions.join()
      );
    default:
      return recognition satisfies never;
  }
}
