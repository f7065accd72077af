import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { GlobalProject } from '@strata/plugin-strata-common';
import { Duration } from 'luxon';
import { z } from 'zod';

/** `strata.delivery.argocd[]`, checked. */
export interface ArgoCdSettings {
  name: string;
  cluster: string;
  url: string;
  webUrl: string;
  /** PEM. */
  ca?: string;
  /** As `globalProjects` of its argocd-cm has them. */
  globalProjects: GlobalProject[];
  /** By AppProject; `*` for any other. */
  tokens: ReadonlyMap<string, string>;
}

/** `strata.delivery`, checked. Times in milliseconds. */
export interface DeliverySettings {
  namespaces?: string[];
  argocd: ArgoCdSettings[];
  staleAfterMs: number;
  driftGraceMs: number;
  /** How long transitions are kept. */
  retentionMs: number;
}

const fiveMinutes = 5 * 60_000;
const ninetyDays = 90 * 24 * 60 * 60_000;

function duration(config: Config, key: string, otherwise: number): number {
  if (!config.has(key)) return otherwise;
  const millis = Duration.fromObject(
    readDurationFromConfig(config, { key }),
  ).toMillis();
  if (!(millis > 0)) throw new InputError(`${key} must be longer than nothing`);
  return millis;
}

const globalProjectsSchema = z.array(
  z.strictObject({
    projectName: z.string().min(1),
    labelSelector: z.strictObject({
      matchLabels: z.record(z.string(), z.string()).optional(),
      matchExpressions: z
        .array(
          z.strictObject({
            key: z.string().min(1),
            operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
            values: z.array(z.string()).optional(),
          }),
        )
        .optional(),
    }),
  }),
);

function readGlobalProjects(config: Config, where: string): GlobalProject[] {
  const read = globalProjectsSchema.safeParse(
    config.getOptional('globalProjects') ?? [],
  );
  if (read.success) return read.data;
  throw new InputError(
    `${where}: globalProjects: ${z.prettifyError(
      read.error,
    )}; copy globalProjects of argocd-cm`,
  );
}

function readArgoCd(config: Config): ArgoCdSettings {
  const name = config.getString('name');
  const where = `strata.delivery.argocd "${name}"`;
  const url = config.getString('url').replace(/\/+$/, '');
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new InputError(
      `${where}: url must be an https address, so that the token stays secret`,
    );
  }
  const caData = config.getOptionalString('caData');
  const ca = caData && Buffer.from(caData, 'base64').toString('utf8');
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InputError(
      `${where}: caData must be PEM certificates, encoded in base64`,
    );
  }
  return {
    name,
    cluster: config.getString('cluster'),
    url,
    webUrl: (config.getOptionalString('webUrl') ?? url).replace(/\/+$/, ''),
    ca,
    globalProjects: readGlobalProjects(config, where),
    tokens: new Map(
      config
        .getConfigArray('tokens')
        .map(token => [token.getString('project'), token.getString('token')]),
    ),
  };
}

/** @throws InputError that names the key and what to write there */
export function readDeliverySettings(config: Config): DeliverySettings {
  const argocd = (
    config.getOptionalConfigArray('strata.delivery.argocd') ?? []
  ).map(readArgoCd);
  const clusters = argocd.map(({ cluster }) => cluster);
  const twice = clusters.find(
    (name, index) => clusters.indexOf(name) !== index,
  );
  if (twice) {
    throw new InputError(
      `strata.delivery.argocd: two instances for the cluster ${twice}; syncs would not know which to ask`,
    );
  }
  return {
    namespaces: config.getOptionalStringArray('strata.delivery.namespaces'),
    argocd,
    staleAfterMs: duration(config, 'strata.delivery.staleAfter', fiveMinutes),
    driftGraceMs: duration(config, 'strata.delivery.driftGrace', fiveMinutes),
    retentionMs: duration(config, 'strata.delivery.retention', ninetyDays),
  };
}
