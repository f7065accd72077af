import { InputError } from '@backstage/errors';
import {
  type ApplicationRef,
  dns1123Label,
  dns1123Subdomain,
} from '@strata/plugin-strata-common';

/** How an Application is named in the audit; see {@link refOfTarget}. */
export function targetOf({ cluster, namespace, name }: ApplicationRef): string {
  return `application:${cluster}/${namespace}/${name}`;
}

/** The Application of an audit event. */
export function refOfTarget(target: string): ApplicationRef | undefined {
  const match = /^application:([^/]+)\/([^/]+)\/([^/]+)$/.exec(target);
  if (!match) return undefined;
  const [, cluster, namespace, name] = match;
  return { cluster, namespace, name };
}

/** Before anything else: what is no name never reaches a log or an upstream. */
export function checkNames({ cluster, namespace, name }: ApplicationRef): void {
  const checks: [string, string, RegExp][] = [
    ['cluster', cluster, dns1123Subdomain],
    ['namespace', namespace, dns1123Label],
    ['name', name, dns1123Subdomain],
  ];
  for (const [field, value, pattern] of checks) {
    if (!pattern.test(value)) {
      throw new InputError(
        `${field} must be a DNS-1123 name: lower case letters, digits, "-" and "."`,
      );
    }
  }
}
