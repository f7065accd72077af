export * from './contract';
export * from './queries';
