export { OwnersService, type OwnersDeps } from './OwnersService';
export { createOwnersRouter } from './router';
