export * from './compileRules';
export * from './names';
export { type Rule } from './pairRules';
export { type SkippedSlo } from './objectives';
export * from './promql';
