import { z } from 'zod';
import type { ApplicationSource } from './applicationRecord';
import {
  flag,
  identity,
  listOf,
  part,
  text,
  texts,
  time,
  whole,
} from './lenient';

export const source = z
  .object({ repoURL: text, path: text, chart: text, targetRevision: text })
  .transform(
    ({ repoURL, path, chart, targetRevision }): ApplicationSource => ({
      ...(repoURL && { repoUrl: repoURL }),
      ...(path && { path }),
      ...(chart && { chart }),
      ...(targetRevision && { targetRevision }),
    }),
  );

const infos = listOf(
  z.object({ name: z.string(), value: z.string() }),
).transform(list =>
  Object.fromEntries(list.map(info => [info.name, info.value])),
);
const initiator = part(z.object({ username: text, automated: flag }));
export const operation = z.object({
  info: infos,
  initiatedBy: initiator,
  sync: part(
    z.object({
      dryRun: flag,
      resources: listOf(z.unknown()),
      revision: text,
      revisions: texts,
      syncStrategy: part(z.object({ apply: z.unknown() })),
    }),
  ),
});

export const historyEntry = z.object({
  id: whole,
  revision: text,
  revisions: texts,
  source: part(source),
  sources: listOf(source),
  deployedAt: time,
  deployStartedAt: time,
  initiatedBy: initiator,
});

/** An Application as the Kubernetes API returns it, read leniently. */
export const applicationObject = z.object({
  metadata: identity,
  spec: z
    .object({
      project: text,
      source: part(source),
      sources: listOf(source),
      sourceHydrator: part(z.object({ drySource: part(source) })),
      destination: z
        .object({ name: text, server: text, namespace: text })
        .catch({})
        .default({}),
      syncPolicy: part(
        z.object({
          automated: z
            .object({ enabled: flag, prune: flag, selfHeal: flag })
            .nullish()
            .catch(undefined),
        }),
      ),
    })
    .partial(),
  operation: part(operation),
  status: z
    .object({
      sync: part(z.object({ status: text, revision: text, revisions: texts })),
      health: part(
        z.object({ status: text, message: text, lastTransitionTime: time }),
      ),
      reconciledAt: time,
      history: listOf(historyEntry),
      operationState: part(
        z.object({
          phase: text,
          message: text,
          startedAt: time,
          finishedAt: time,
          operation: part(operation),
          syncResult: part(
            z.object({ source: part(source), sources: listOf(source) }),
          ),
        }),
      ),
      summary: part(z.object({ images: texts })),
      conditions: listOf(
        z.object({
          type: z.string(),
          message: z.string().catch('').default(''),
          lastTransitionTime: time,
        }),
      ),
      sourceHydrator: part(
        z.object({
          lastSuccessfulOperation: part(z.object({ drySHA: text })),
        }),
      ),
    })
    .partial()
    .catch({})
    .default({}),
});

export type RawOperation = z.output<typeof operation>;
export type RawHistoryEntry = z.output<typeof historyEntry>;
