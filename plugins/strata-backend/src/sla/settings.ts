import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { dns1123Label } from '@strata/plugin-strata-common';
import { Duration } from 'luxon';

/** `strata.sla.prometheus[]`, checked. */
export interface PrometheusSettings {
  name: string;
  url: string;
  /** PEM. */
  ca?: string;
  token?: string;
}

/** `strata.sla`, checked. */
export interface SlaSettings {
  prometheus: PrometheusSettings[];
  intervalMs: number;
}

const shortestIntervalMs = 1_000;

function readPrometheus(config: Config): PrometheusSettings {
  const name = config.getString('name');
  const where = `strata.sla.prometheus "${name}"`;
  if (!dns1123Label.test(name)) {
    throw new InputError(
      `${where}: name must be a DNS-1123 label: lower case letters, digits and -`,
    );
  }
  const url = config.getString('url').replace(/\/+$/, '');
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new InputError(`${where}: url must be an http or https address`);
  }
  const token = config.getOptionalString('token');
  if (token !== undefined && protocol !== 'https:') {
    throw new InputError(
      `${where}: with a token, url must be an https address, so that the token stays secret`,
    );
  }
  const caData = config.getOptionalString('caData');
  const ca = caData && Buffer.from(caData, 'base64').toString('utf8');
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InputError(
      `${where}: caData must be PEM certificates, encoded in base64`,
    );
  }
  return { name, url, ca, token };
}

/** @throws InputError that names the key and what to write there */
export function readSlaSettings(config: Config): SlaSettings {
  const prometheus = (
    config.getOptionalConfigArray('strata.sla.prometheus') ?? []
  ).map(readPrometheus);
  const names = prometheus.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(`strata.sla.prometheus: two are named ${twice}`);
  }
  const key = 'strata.sla.interval';
  const intervalMs = config.has(key)
    ? Duration.fromObject(readDurationFromConfig(config, { key })).toMillis()
    : 60_000;
  if (!(intervalMs >= shortestIntervalMs)) {
    throw new InputError(`${key} must be at least a second`);
  }
  return { prometheus, intervalMs };
}
