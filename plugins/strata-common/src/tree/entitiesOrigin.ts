import {
  ANNOTATION_EDIT_URL,
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  type Entity,
} from '@backstage/catalog-model';
import { strataAnnotations } from './entitiesSpec';
import type { Position, Tree } from './model';
import type { Ownership } from './ownership';

/**
 * Addresses of files and directories on the git host. They name a branch,
 * never a commit: entities must not change with every commit.
 * @public
 */
export interface TreeUrls {
  view(path: string): string | undefined;
  edit(path: string): string | undefined;
}

/** @internal */
export const noUrls: TreeUrls = {
  view: () => undefined,
  edit: () => undefined,
};

/** One entity with the place in the tree it comes from. @public */
export interface TreeEntity {
  entity: Entity;
  /** Stable per tree and thing, whatever the entity is called. */
  locationKey: string;
  position: Position;
  /** Tree path of the item, for entities of items. */
  item?: string;
}

/** What every mapping function needs. @internal */
export interface MappingContext {
  tree: Tree;
  urls: TreeUrls;
  ownership: Ownership;
}

/** `strata:<tree>:<subject>`, such as `strata:platform:services/n8n`. @internal */
export function locationKeyOf(tree: Tree, subject: string): string {
  return `strata:${tree.options.id}:${subject}`;
}

/**
 * Annotations that say where an entity comes from. The catalog refuses an
 * entity without the two location ones; their type `strata` keeps its
 * processors from reading the address themselves.
 * @internal
 */
export function originAnnotations(
  { tree, urls }: MappingContext,
  source: { file: string; directory: string },
): Record<string, string> {
  const location = `strata:${tree.options.id}/${source.file}`;
  const view = urls.view(source.file);
  const edit = urls.edit(source.file);
  const directory = urls.view(source.directory);
  return {
    [ANNOTATION_LOCATION]: location,
    [ANNOTATION_ORIGIN_LOCATION]: location,
    ...(view && { [ANNOTATION_VIEW_URL]: view }),
    ...(edit && { [ANNOTATION_EDIT_URL]: edit }),
    ...(directory && { [ANNOTATION_SOURCE_LOCATION]: `url:${directory}` }),
    [strataAnnotations.tree]: tree.options.id,
  };
}

/** Entity ref of the Group with this name, in full. @internal */
export const groupRef = (name: string) => `group:default/${name}`;

/** Group name of items and areas nobody owns. @internal */
export const unownedTeam = 'unowned';

/** The object without its undefined members: entities are JSON. @internal */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as T;
}

/** What Kubernetes and the catalog take as the value of a label. @internal */
export const labelValue =
  /^(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * Texts of the tree as labels. Directories of real trees hold spaces and more,
 * and an item must not be lost to the name of its area, so what a label cannot
 * hold is replaced; a text nothing is left of gets no label.
 * @internal
 */
export function labelsOf(
  texts: Record<string, string | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => {
      const value = text
        ?.replace(/\//g, '.')
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .slice(0, 63)
        // The catalog allows one separator at a time.
        .replace(/([-_.])[-_.]+/g, '$1')
        .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
      return value ? [[key, value]] : [];
    }),
  );
}
