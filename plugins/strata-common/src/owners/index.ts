export * from './contract';
export * from './rollup';
