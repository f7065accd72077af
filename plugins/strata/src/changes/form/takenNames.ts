import {
  CATALOG_FILTER_EXISTS,
  type CatalogApi,
} from '@backstage/plugin-catalog-react';

const pathAnnotation = 'strata.dev/path';

/**
 * Names that items of the tree have, with the path of the item: Application
 * names are shared by the whole tree, so `kafka` is taken whatever its layer.
 */
export async function takenNames(
  catalog: CatalogApi,
): Promise<ReadonlyMap<string, string>> {
  const { items } = await catalog.getEntities({
    filter: {
      kind: 'component',
      [`metadata.annotations.${pathAnnotation}`]: CATALOG_FILTER_EXISTS,
    },
    fields: ['metadata.annotations'],
  });
  return new Map(
    items.flatMap(({ metadata }) => {
      const path = metadata.annotations?.[pathAnnotation];
      const name = path?.split('/').at(-1);
      return path && name ? [[name, path]] : [];
    }),
  );
}
