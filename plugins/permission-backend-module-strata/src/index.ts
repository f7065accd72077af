/**
 * The sample permission policy of Strata.
 *
 * @packageDocumentation
 */
export { permissionModuleStrata as default } from './module';
export { StrataPolicy } from './StrataPolicy';
export {
  readPolicyTeams,
  rightsOf,
  type PolicyTeams,
  type Rights,
} from './rights';
