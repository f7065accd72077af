/**
 * Scaffolder actions that hand an intent to the change engine of Strata.
 *
 * @packageDocumentation
 */
export { scaffolderModuleStrata as default } from './module';
