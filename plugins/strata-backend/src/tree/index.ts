export { createTrees } from './createTrees';
export { createTreesRouter } from './router';
export type { LocatedItem, TreeService } from './TreeService';
