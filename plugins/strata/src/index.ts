/**
 * Pages, entity cards, home widgets and form fields of Strata.
 *
 * @packageDocumentation
 */
export { strataPlugin as default } from './plugin';
export {
  ContractError,
  StrataClient,
  strataApiRef,
  useResource,
  type AuditFilter,
  type ChangesFilter,
  type Resource,
  type ResourceOptions,
  type ResourceState,
  type SeriesRange,
  type StrataApi,
} from './api';
export { strataChangesTranslationRef } from './changes';
export {
  changeLinkRef,
  changeRouteRef,
  changesLinkRef,
  changesRouteRef,
  createServiceRouteRef,
  teamLinkRef,
  teamRouteRef,
  teamsLinkRef,
  teamsRouteRef,
  treesLinkRef,
  treesRouteRef,
} from './routes';
export { strataTranslationRef } from './translation';
