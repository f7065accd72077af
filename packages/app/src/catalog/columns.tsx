import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  type EntityColumnConfig,
  entityDataTableColumns as columns,
} from '@backstage/plugin-catalog-react/alpha';
import { Cell, CellText } from '@backstage/ui';
import styles from './catalog.module.css';

/** Name and description share a column; tags are a filter, not a column. */
const described = (kind: string): EntityColumnConfig => ({
  ...columns.createEntityRefColumn({ defaultKind: kind }),
  defaultWidth: '3fr',
  cell: entity => (
    <Cell>
      <span className={styles.item}>
        <EntityRefLink entityRef={entity} defaultKind={kind} hideIcon />
        <span
          className={styles.description}
          title={entity.metadata.description}
        >
          {entity.metadata.description}
        </span>
      </span>
    </Cell>
  ),
});

const fraction = (
  config: EntityColumnConfig,
  width: `${number}fr`,
): EntityColumnConfig => ({ ...config, defaultWidth: width });

const layer: EntityColumnConfig = {
  id: 'layer',
  label: 'Layer',
  defaultWidth: '1fr',
  isSortable: true,
  sortValue: entity => entity.metadata.labels?.['strata.dev/layer'] ?? '',
  cell: entity => (
    <CellText
      title={entity.metadata.labels?.['strata.dev/layer'] ?? '–'}
      description={entity.metadata.labels?.['strata.dev/area']}
    />
  ),
};

/** Columns of a kind; what a kind does not have takes no room. */
export function columnsOf(kind: string): EntityColumnConfig[] {
  switch (kind) {
    case 'component':
      return [
        described(kind),
        layer,
        fraction(columns.createOwnerColumn(), '1fr'),
        fraction(columns.createSpecLifecycleColumn(), '1fr'),
      ];
    case 'system':
      return [
        described(kind),
        fraction(columns.createOwnerColumn(), '1fr'),
        fraction(columns.createDomainColumn(), '1fr'),
      ];
    case 'domain':
      return [described(kind), fraction(columns.createOwnerColumn(), '1fr')];
    default:
      return [described(kind), fraction(columns.createSpecTypeColumn(), '1fr')];
  }
}
