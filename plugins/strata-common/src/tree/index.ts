export * from './contract';
export * from './finding';
export * from './model';
export * from './schemas';
export * from './values';
