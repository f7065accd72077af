export { ChangesPage } from './ChangesPage';
export { ChangesTable } from './ChangesTable';
export { changesExtensions } from './extensions';
export { strataChangesTranslationRef } from './translation';
