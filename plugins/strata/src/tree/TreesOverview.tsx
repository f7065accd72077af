import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiNodeTree } from '@remixicon/react';
import { useResource } from '../api';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { TableSkeleton } from '../states/Skeletons';
import { strataTranslationRef } from '../translation';
import styles from './tree.module.css';
import { TreeSection } from './TreeSection';

/** What was read of each tree, when, and what is wrong with it. */
export function TreesOverview() {
  const { t } = useTranslationRef(strataTranslationRef);
  const trees = useResource('trees', api => api.trees(), { kinds: ['tree'] });
  return (
    <ResourceView
      resource={trees}
      skeleton={<TableSkeleton rows={5} columns={3} />}
    >
      {data =>
        data.trees.length > 0 ? (
          <div className={styles.trees}>
            {data.trees.map(tree => (
              <TreeSection
                key={tree.id}
                tree={tree}
                parameter={data.trees.length > 1 ? `${tree.id}.` : ''}
                onReleased={trees.retry}
              />
            ))}
          </div>
        ) : (
          <EmptyState
            icon={<RiNodeTree size={32} />}
            title={t('trees.empty.title')}
            description={t('trees.empty.description')}
          />
        )
      }
    </ResourceView>
  );
}
