/** Strings that must not be mixed up carry a brand. */
declare const brand: unique symbol;

/** @public */
export type Branded<T, B extends string> = T & { readonly [brand]: B };

/** Path of an item without the root, such as `platform/data/mongodb`. @public */
export type TreePath = Branded<string, 'TreePath'>;

/** `component:default/audiobookshelf`, always in full and lower case. @public */
export type EntityRef = Branded<string, 'EntityRef'>;

/** `<entity>.<environment>.<slo>`, URL-safe. @public */
export type SloId = Branded<string, 'SloId'>;

/** @public */
export const treePath = (value: string) => value as TreePath;
/** @public */
export const entityRef = (value: string) => value.toLowerCase() as EntityRef;
/** @public */
export const sloId = (value: string) => value as SloId;

/**
 * DNS-1123 label: what Kubernetes and Argo CD accept as a name, and all that
 * is ever let into an upstream path.
 * @public
 */
export const dns1123Label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** DNS-1123 subdomain: names of Applications and clusters. @public */
export const dns1123Subdomain =
  /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
