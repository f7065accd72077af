import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  strataSpecOf,
  type LocatedFinding,
  type StrataSpec,
} from '@strata/plugin-strata-common';
import { useResource, type Resource } from '../api';
import type { EntityDelivery, EntitySla } from '@strata/plugin-strata-common';

/** The entity on the page, as the tree declares it. */
export function useStrataItem(): {
  ref: string;
  name: string;
  title: string;
  spec: StrataSpec | undefined;
} {
  const { entity } = useEntity();
  const spec = strataSpecOf(entity);
  return {
    ref: stringifyEntityRef(entity),
    name: spec?.path.split('/').pop() ?? entity.metadata.name,
    title: entity.metadata.title ?? entity.metadata.name,
    spec,
  };
}

/** Environments of an entity, live. */
export function useDelivery(ref: string): Resource<EntityDelivery> {
  return useResource(`delivery:${ref}`, api => api.entityDelivery(ref), {
    entityRefs: [ref],
    kinds: ['delivery', 'tree', 'change'],
  });
}

/** Promise and objectives of an entity, live. */
export function useSla(ref: string): Resource<EntitySla> {
  return useResource(`sla:${ref}`, api => api.entitySla(ref), {
    entityRefs: [ref],
    kinds: ['sla', 'tree'],
  });
}

/** Findings of one entity, from the tree that holds it. */
export function useFindings(
  tree: string,
  ref: string,
): Resource<LocatedFinding[]> {
  return useResource(
    `findings:${tree}:${ref}`,
    async api => {
      const { findings } = await api.findings(tree);
      return findings.filter(({ entityRef }) => entityRef === ref);
    },
    { kinds: ['tree'] },
  );
}
