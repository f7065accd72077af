import { CatalogTable } from '@backstage/plugin-catalog';
import {
  CatalogFilterLayout,
  EntityListProvider,
  type EntityListPagination,
} from '@backstage/plugin-catalog-react';
import { Container } from '@backstage/ui';
import type { ReactNode } from 'react';
import { columnsOf } from './columns';

/** The catalog as a table whose columns fit, filters beside it. */
export function CatalogIndex(props: {
  filters: ReactNode;
  pagination: EntityListPagination;
}) {
  return (
    <EntityListProvider pagination={props.pagination}>
      <Container>
        <CatalogFilterLayout>
          <CatalogFilterLayout.Filters>
            {props.filters}
          </CatalogFilterLayout.Filters>
          <CatalogFilterLayout.Content>
            <CatalogTable columns={columnsOf} actions={[]} />
          </CatalogFilterLayout.Content>
        </CatalogFilterLayout>
      </Container>
    </EntityListProvider>
  );
}
