import type { Entity } from '@backstage/catalog-model';
import { strataSpecOf } from '@strata/plugin-strata-common';

/** Whether an entity is an item of a tree, as opposed to any other Component. @public */
export function isItem(entity: Entity): boolean {
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'component' &&
    strataSpecOf(entity) !== undefined
  );
}
