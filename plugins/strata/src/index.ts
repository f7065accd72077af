/**
 * Pages, entity cards, home widgets and form fields of Strata.
 *
 * @packageDocumentation
 */
export { strataPlugin as default } from './plugin';
export * from './api';
export * from './routes';
