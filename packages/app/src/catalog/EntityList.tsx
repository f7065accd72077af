import {
  EntityTextFilter,
  useEntityList,
} from '@backstage/plugin-catalog-react';
import { EntityDataTable } from '@backstage/plugin-catalog-react/alpha';
import { Button, Flex, SearchField, Text } from '@backstage/ui';
import { columnsOf } from './columns';
import styles from './catalog.module.css';

/** Entities that pass the filters, with a search among them and pages. */
export function EntityList() {
  const list = useEntityList();
  const kind = list.filters.kind?.value ?? 'component';
  return (
    <Flex direction="column" gap="3">
      <div className={styles.bar}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {list.filters.kind?.label ?? 'Component'}s
          {list.totalItems !== undefined && ` (${list.totalItems})`}
        </Text>
        <SearchField
          className={styles.search}
          aria-label="Search the catalog"
          placeholder="Search"
          defaultValue={list.filters.text?.value ?? ''}
          onChange={value =>
            list.updateFilters({
              text: value ? new EntityTextFilter(value) : undefined,
            })
          }
        />
      </div>
      <EntityDataTable
        columnConfig={columnsOf(kind)}
        data={list.entities}
        loading={list.loading && list.entities.length === 0}
        error={list.error}
        emptyState={
          <Text as="p" color="secondary">
            Nothing passes these filters. “All” on the left shows what others
            own too.
          </Text>
        }
      />
      {(list.pageInfo?.prev || list.pageInfo?.next) && (
        <Flex gap="2" justify="end">
          <Button
            variant="secondary"
            isDisabled={!list.pageInfo.prev}
            onPress={() => list.pageInfo?.prev?.()}
          >
            Previous page
          </Button>
          <Button
            variant="secondary"
            isDisabled={!list.pageInfo.next}
            onPress={() => list.pageInfo?.next?.()}
          >
            Next page
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
