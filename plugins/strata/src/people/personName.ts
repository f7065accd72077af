import { parseEntityRef } from '@backstage/catalog-model';

/** `ada` of `user:default/ada`; the names of machines (`argocd`) stay. */
export function personName(ref: string): string {
  if (!ref.includes(':') || !ref.includes('/')) return ref;
  try {
    const { kind, name } = parseEntityRef(ref);
    return kind.toLocaleLowerCase('en-US') === 'user' ? name : ref;
  } catch {
    return ref;
  }
}
