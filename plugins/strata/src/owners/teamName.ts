import { parseEntityRef } from '@backstage/catalog-model';

/** `product` of `group:default/product`; a bare name stays. */
export function teamName(refOrName: string): string {
  return parseEntityRef(refOrName, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  }).name;
}

/** `group:default/product` of `product`. */
export function teamRef(name: string): string {
  return `group:default/${name.toLocaleLowerCase('en-US')}`;
}
