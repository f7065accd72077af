import {
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  domainEntityV1alpha1Validator,
  EntityPolicies,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
  type Entity,
  type KindValidator,
} from '@backstage/catalog-model';
import { mapEntities, type MappedTree } from './entities';
import type { TreeEntity, TreeUrls } from './entitiesOrigin';
import type { Finding } from './finding';
import type { Tree } from './model';

/** The policies of the catalog backend, in its order (its CatalogBuilder). */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const kinds: Record<string, KindValidator> = {
  Component: componentEntityV1alpha1Validator,
  Domain: domainEntityV1alpha1Validator,
  Group: groupEntityV1alpha1Validator,
  System: systemEntityV1alpha1Validator,
  User: userEntityV1alpha1Validator,
};

/** Why the catalog would refuse an entity; undefined when it would take it. @public */
export async function refusalOf(entity: Entity): Promise<string | undefined> {
  const validator = kinds[entity.kind];
  if (!validator) return `the kind ${entity.kind} is not one a tree makes`;
  try {
    await policy.enforce(entity);
    const known = await validator.check(entity);
    return known ? undefined : `unknown apiVersion ${entity.apiVersion}`;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.replace(/\s*To learn more about catalog file format.*$/s, '');
  }
}

function refused(candidate: TreeEntity, why: string): Finding {
  return {
    code: 'entity-refused',
    severity: 'error',
    ...candidate.position,
    message: `The catalog refuses ${stringifyEntityRef(
      candidate.entity,
    )}: ${why}`,
    remedy:
      'Correct the field that is named. Until then the last good entity stays.',
    item: candidate.item,
  };
}

/** A mapped tree whose entities the catalog takes, beside those it would not. @public */
export interface CheckedTree extends MappedTree {
  refused: TreeEntity[];
}

/**
 * The entities of a tree the catalog will accept, and a finding for each one
 * it would not: one bad entity must never block the others. `yieldNow` is
 * awaited between entities, as in {@link parseTreeInSlices}.
 * @public
 */
export async function acceptableEntities(
  tree: Tree,
  urls?: TreeUrls,
  yieldNow: () => Promise<void> = async () => {},
): Promise<CheckedTree> {
  const mapped = mapEntities(tree, urls);
  const entities: TreeEntity[] = [];
  const refusals: TreeEntity[] = [];
  const findings = [...mapped.findings];
  for (const candidate of mapped.entities) {
    await yieldNow();
    const why = await refusalOf(candidate.entity);
    if (why === undefined) {
      entities.push(candidate);
    } else {
      refusals.push(candidate);
      findings.push(refused(candidate, why));
    }
  }
  return { entities, refused: refusals, findings };
}
