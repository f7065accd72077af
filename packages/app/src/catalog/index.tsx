import {
  coreExtensionData,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';

/**
 * The catalog's index with columns that fit. Path, title and filters stay the
 * plugin's own.
 */
export const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    catalogPlugin.getExtension('page:catalog').override({
      factory(originalFactory, { inputs, config }) {
        const filters = inputs.filters.map(filter =>
          filter.get(coreExtensionData.reactElement),
        );
        return originalFactory({
          params: {
            loader: () =>
              import('./CatalogIndex').then(({ CatalogIndex }) => (
                <CatalogIndex
                  filters={<>{filters}</>}
                  pagination={config.pagination}
                />
              )),
          },
        });
      },
    }),
  ],
});
