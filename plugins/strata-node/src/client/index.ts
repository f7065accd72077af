export {
  StrataClient,
  type EntitiesResult,
  type PersonOptions,
} from './StrataClient';
