export { createChanges, type ChangesOptions } from './createChanges';
export type { ChangesService } from './ChangesService';
