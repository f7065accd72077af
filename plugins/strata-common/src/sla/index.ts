export * from './contract';
export * from './classes';
export * from './queries';
