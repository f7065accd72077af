export * from './contract';
export * from './finding';
export * from './model';
export * from './naming';
export * from './options';
export * from './schemas';
export * from './values';
