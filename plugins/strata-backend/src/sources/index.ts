export { createSourcesRouter } from './router';
export { withNotes } from './notes';
