import {
  CatalogTable,
  type CatalogTableColumnsFunc,
} from '@backstage/plugin-catalog';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import styles from './columns.module.css';

/**
 * Name and description share a column; tags are a filter, not a column. For
 * kinds of people and templates the catalog's own columns do.
 */
export const columnsOf: CatalogTableColumnsFunc = context => {
  const kind =
    context.entities[0]?.kind.toLocaleLowerCase('en') ??
    context.filters.kind?.value;
  const factories = CatalogTable.columns;
  const described = {
    ...factories.createNameColumn({ defaultKind: kind }),
    width: '38%',
    render: ({ entity }: Parameters<RenderName>[0]) => (
      <div className={styles.item}>
        <EntityRefLink entityRef={entity} defaultKind={kind} hideIcon />
        <span
          className={styles.description}
          title={entity.metadata.description}
        >
          {entity.metadata.description}
        </span>
      </div>
    ),
  };
  switch (kind) {
    case 'component':
      return [
        factories.createTitleColumn({ hidden: true }),
        described,
        factories.createSystemColumn(),
        factories.createOwnerColumn(),
        factories.createSpecTypeColumn({
          hidden: context.filters.type !== undefined,
        }),
        factories.createSpecLifecycleColumn(),
      ];
    case 'system':
    case 'domain':
      return [
        factories.createTitleColumn({ hidden: true }),
        described,
        factories.createOwnerColumn(),
      ];
    default:
      return CatalogTable.defaultColumnsFunc(context);
  }
};

type RenderName = NonNullable<
  ReturnType<typeof CatalogTable.columns.createNameColumn>['render']
>;
