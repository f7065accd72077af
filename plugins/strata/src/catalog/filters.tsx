import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  EntityAutocompletePicker,
  type DefaultEntityFilters,
  type EntityFilter,
} from '@backstage/plugin-catalog-react';
import { strataLabels } from '@strata/plugin-strata-common';
import { strataTranslationRef } from '../translation';

/** Narrows the index to entities with one of the values of a label. */
class LabelFilter implements EntityFilter {
  constructor(readonly label: string, readonly values: string[]) {}

  getCatalogFilters() {
    return { [`metadata.labels.${this.label}`]: this.values };
  }

  filterEntity(entity: { metadata: { labels?: Record<string, string> } }) {
    return this.values.includes(entity.metadata.labels?.[this.label] ?? '');
  }

  toQueryValue() {
    return this.values;
  }
}

/** @internal */
export class LayerFilter extends LabelFilter {
  constructor(values: string[]) {
    super(strataLabels.layer, values);
  }
}

/** @internal */
export class AreaFilter extends LabelFilter {
  constructor(values: string[]) {
    super(strataLabels.area, values);
  }
}

/** @internal */
export class CoreFilter extends LabelFilter {
  constructor(values: string[]) {
    super(strataLabels.core, values);
  }
}

type StrataFilters = DefaultEntityFilters & {
  layer?: LayerFilter;
  area?: AreaFilter;
  core?: CoreFilter;
};

/** Layers of the tree, on the index of the catalog. */
export function LayerPicker() {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <EntityAutocompletePicker<StrataFilters, 'layer'>
      label={t('catalog.layer')}
      name="layer"
      path={`metadata.labels.${strataLabels.layer}`}
      Filter={LayerFilter}
      showCounts
    />
  );
}

/** Areas, and categories of services. */
export function AreaPicker() {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <EntityAutocompletePicker<StrataFilters, 'area'>
      label={t('catalog.area')}
      name="area"
      path={`metadata.labels.${strataLabels.area}`}
      Filter={AreaFilter}
      showCounts
    />
  );
}

/** Whether the item is discovered by bootstrap/core.yaml. */
export function CorePicker() {
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <EntityAutocompletePicker<StrataFilters, 'core'>
      label={t('catalog.core')}
      name="core"
      path={`metadata.labels.${strataLabels.core}`}
      Filter={CoreFilter}
      getOptionLabel={value =>
        value === 'true' ? t('catalog.coreYes') : t('catalog.coreNo')
      }
    />
  );
}
