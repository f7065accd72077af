import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';

/** Address of an entity's page in the catalog, by its ref. */
export function useEntityHref(): (ref: string) => string {
  const route = useRouteRef(entityRouteRef);
  return ref => {
    const { kind, namespace, name } = parseEntityRef(ref);
    return route({ kind: kind.toLocaleLowerCase('en-US'), namespace, name });
  };
}
