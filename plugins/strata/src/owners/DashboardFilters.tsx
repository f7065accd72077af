import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, SearchField, Select, Switch } from '@backstage/ui';
import type { OwnerOverview } from '@strata/plugin-strata-common';
import { useEffect, useRef } from 'react';
import { strataTranslationRef } from '../translation';
import { isNarrowed } from './dashboardFilter';
import styles from './owners.module.css';
import type { useDashboardState } from './useDashboardState';

/** Text, layer, environment, child teams. `/` goes to the text. */
export function DashboardFilters(props: {
  overview: OwnerOverview;
  state: ReturnType<typeof useDashboardState>;
}) {
  const { overview, state } = props;
  const { filter } = state;
  const { t } = useTranslationRef(strataTranslationRef);
  const ref = useRef<HTMLDivElement>(null);
  useSlashKey(() => ref.current?.querySelector('input')?.focus());
  const layers = [...new Set(overview.items.map(({ layer }) => layer))];
  const all = { value: '', label: t('filter.all') };
  return (
    <div className={styles.filters} ref={ref}>
      <SearchField
        size="small"
        aria-label={t('filter.text')}
        placeholder={t('filter.placeholder')}
        value={filter.text}
        onChange={state.setText}
        className={styles.search}
      />
      {layers.length > 1 && (
        <Select
          className={styles.select}
          size="small"
          aria-label={t('filter.layer')}
          options={[
            { ...all, label: t('filter.anyLayer') },
            ...layers.map(layer => ({ value: layer, label: layer })),
          ]}
          value={filter.layer ?? ''}
          onChange={key => state.setLayer(String(key ?? ''))}
        />
      )}
      {overview.environments.length > 1 && (
        <Select
          className={styles.select}
          size="small"
          aria-label={t('filter.environment')}
          options={[
            { ...all, label: t('filter.anyEnvironment') },
            ...overview.environments.map(name => ({
              value: name,
              label: name,
            })),
          ]}
          value={filter.environment ?? ''}
          onChange={key => state.setEnvironment(String(key ?? ''))}
        />
      )}
      {overview.owner.children.length > 0 && (
        <Switch
          label={t('filter.inherited')}
          isSelected={state.inherited}
          onChange={state.setInherited}
        />
      )}
      {isNarrowed(filter) && (
        <Button size="small" variant="tertiary" onPress={state.clear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

/** Calls `act` when `/` is pressed outside a field. */
function useSlashKey(act: () => void) {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [contenteditable]')
      ) {
        return;
      }
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
