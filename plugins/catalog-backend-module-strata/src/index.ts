/**
 * Catalog entities from the accepted snapshots of the layered tree.
 *
 * @packageDocumentation
 */
export { catalogModuleStrata as default } from './module';
export {
  StrataEntityProvider,
  type StrataEntityProviderDeps,
} from './StrataEntityProvider';
