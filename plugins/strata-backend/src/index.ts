/**
 * Backend of Strata: trees, delivery, promises, changes, audit.
 *
 * @packageDocumentation
 */
export { strataPlugin as default } from './plugin';
