import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import { RiGitPullRequestLine } from '@remixicon/react';
import type { OwnerItem } from '@strata/plugin-strata-common';
import { useState, type KeyboardEvent } from 'react';
import { DeliveryCell } from '../delivery/DeliveryCell';
import { useEntityHref } from '../entity/useEntityHref';
import { changesLinkRef } from '../routes';
import { PromiseCell } from '../sla/PromiseCell';
import { MaybeLink } from '../page/MaybeLink';
import { strataTranslationRef } from '../translation';
import { byLayer } from './dashboardFilter';
import { FindingsCell } from './FindingsCell';
import { moveFocus } from './gridFocus';
import { ScrollRegion } from '../table/ScrollRegion';
import styles from './owners.module.css';
import { teamName } from './teamName';
import type { OpenPanel } from './useDashboardState';

/** Rows drawn before "show more". */
const pageSize = 200;

/**
 * Items × environments, worst first. Columns of changes and checks appear
 * with their first entry. The arrow keys walk over the cells.
 */
export function TeamMatrix(props: {
  owner: string;
  items: readonly OwnerItem[];
  environments: readonly string[];
  onOpen: (panel: OpenPanel) => void;
}) {
  const { owner, items, environments, onOpen } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [limit, setLimit] = useState(pageSize);
  const layers = byLayer(items.slice(0, limit));
  const columns = columnsOf(items);
  const width =
    1 +
    environments.length +
    [columns.promise, columns.changes, columns.findings].filter(Boolean).length;

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.target instanceof Element && moveFocus(event.target, event.key)) {
      event.preventDefault();
    }
  };

  return (
    <ScrollRegion label={t('matrix.label')} className={styles.frame}>
      <table
        role="grid"
        className={styles.matrix}
        aria-label={t('matrix.label')}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">{t('matrix.item')}</th>
            {environments.map(environment => (
              <th key={environment} scope="col">
                {environment}
              </th>
            ))}
            {columns.promise && <th scope="col">{t('matrix.promise')}</th>}
            {columns.changes && <th scope="col">{t('matrix.changes')}</th>}
            {columns.findings && <th scope="col">{t('matrix.checks')}</th>}
          </tr>
        </thead>
        {layers.map(({ layer, items: group }) => (
          <tbody key={layer}>
            {layers.length > 1 && (
              <tr className={styles.layer}>
                <th scope="rowgroup" colSpan={width}>
                  {layer}
                </th>
              </tr>
            )}
            {group.map(item => (
              <MatrixRow
                key={item.entityRef}
                owner={owner}
                item={item}
                environments={environments}
                columns={columns}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        ))}
      </table>
      {items.length > limit && (
        <div className={styles.more}>
          <Button
            variant="secondary"
            onPress={() => setLimit(limit + pageSize)}
          >
            {t('table.more', { count: items.length - limit })}
          </Button>
        </div>
      )}
    </ScrollRegion>
  );
}

type Columns = { promise: boolean; changes: boolean; findings: boolean };

/** A column appears with its first entry. */
function columnsOf(items: readonly OwnerItem[]): Columns {
  return {
    promise: items.some(item => item.slos.length > 0 || item.promise),
    changes: items.some(item => item.openChanges > 0),
    findings: items.some(item => item.findings.length > 0),
  };
}

function MatrixRow(props: {
  owner: string;
  item: OwnerItem;
  environments: readonly string[];
  columns: Columns;
  onOpen: (panel: OpenPanel) => void;
}) {
  const { owner, item, environments, columns, onOpen } = props;
  const { entityRef } = item;
  return (
    <tr>
      <th scope="row">
        <ItemName item={item} owner={owner} />
      </th>
      {environments.map(environment => {
        const row = item.rows.find(each => each.environment === environment);
        return (
          <td key={environment}>
            {row ? (
              <DeliveryCell
                row={row}
                itemName={item.name}
                itemTitle={item.title}
                onOpen={() =>
                  onOpen({
                    entityRef,
                    view: { kind: 'environment', environment },
                  })
                }
              />
            ) : (
              <NoEnvironment />
            )}
          </td>
        );
      })}
      {columns.promise && (
        <td>
          <PromiseCell
            item={item}
            onOpen={() => onOpen({ entityRef, view: { kind: 'promise' } })}
          />
        </td>
      )}
      {columns.changes && (
        <td>
          <ChangesCell count={item.openChanges} />
        </td>
      )}
      {columns.findings && (
        <td>
          <FindingsCell
            item={item}
            onOpen={() => onOpen({ entityRef, view: { kind: 'findings' } })}
          />
        </td>
      )}
    </tr>
  );
}

function ItemName(props: { item: OwnerItem; owner: string }) {
  const { item, owner } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const entityHref = useEntityHref();
  const ownedElsewhere = teamName(item.owner) !== teamName(owner);
  return (
    <div
      className={styles.itemName}
      title={`${teamName(item.owner)}: ${t(
        `entity.ownedBy.${item.ownerSource}`,
      )}`}
    >
      <Link to={entityHref(item.entityRef)} data-cell>
        {item.title}
      </Link>
      <span className={styles.muted}>{item.path}</span>
      {ownedElsewhere && (
        <span className={styles.muted}>
          {t('matrix.ownedBy', { team: teamName(item.owner) })}
        </span>
      )}
      {item.ownerSource !== 'declared' && (
        <span className={styles.hiddenLabel}>
          {t(`entity.ownedBy.${item.ownerSource}`)}
        </span>
      )}
    </div>
  );
}

function NoEnvironment() {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <span className={styles.none} title={t('matrix.noEnvironment')}>
      <span aria-hidden>–</span>
      <span className={styles.hiddenLabel}>{t('matrix.noEnvironment')}</span>
    </span>
  );
}

function ChangesCell(props: { count: number }) {
  const { count } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const changes = useRouteRef(changesLinkRef);
  if (count === 0) {
    return (
      <span className={styles.none} aria-label={t('matrix.noChanges')}>
        –
      </span>
    );
  }
  return (
    <MaybeLink to={changes?.()} className={styles.cellLink} data-cell>
      <RiGitPullRequestLine size={16} aria-hidden />
      {t('matrix.openChanges', { count: count })}
    </MaybeLink>
  );
}
