export * from './StrataApi';
export { StrataClient } from './StrataClient';
export { ContractError } from './ContractError';
export {
  useResource,
  type Resource,
  type ResourceOptions,
} from './useResource';
export type { ResourceState } from './ResourceStore';
