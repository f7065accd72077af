import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { StrataSpec } from '@strata/plugin-strata-common';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '../table/DataTable';
import { strataTranslationRef } from '../translation';
import { useStrataItem } from './useStrataItem';

type Environment = StrataSpec['environments'][number];

/** Where the item is meant to run, in promotion order, as declared. */
export function EnvironmentsCard() {
  const { spec } = useStrataItem();
  const { t } = useTranslationRef(strataTranslationRef);
  const columns = useMemo(
    (): DataColumn<Environment>[] => [
      {
        id: 'name',
        header: t('entity.environment'),
        rowHeader: true,
        cell: ({ name, declared }) =>
          declared ? name : t('entity.assumed', { name }),
      },
      {
        id: 'cluster',
        header: t('entity.cluster'),
        cell: ({ cluster }) => cluster ?? t('gate.unknown'),
      },
      {
        id: 'namespace',
        header: t('entity.namespace'),
        cell: ({ namespace }) => namespace ?? t('gate.unknown'),
      },
      {
        id: 'gate',
        header: t('entity.gate'),
        cell: ({ autoSync }) => t(gateKey(autoSync)),
      },
    ],
    [t],
  );
  if (!spec) return null;
  return (
    <EntityInfoCard title={t('entity.environments')}>
      <DataTable
        label={t('entity.environments')}
        columns={columns}
        rows={spec.environments}
        rowKey={({ name }) => name}
      />
    </EntityInfoCard>
  );
}

function gateKey(autoSync: boolean | undefined) {
  if (autoSync === undefined) return 'gate.unknown';
  return autoSync ? 'gate.automatic' : 'gate.manual';
}
