/**
 * The pure half of Strata: what the tree means, what delivery and promises
 * amount to, and what travels over HTTP. No I/O, no clock.
 *
 * @packageDocumentation
 */
export * from './severity';
export * from './ids';
export * from './permissions';
export * from './signals';
export * from './tree';
export * from './delivery';
export * from './sla';
export * from './owners';
export * from './changes';
export * from './audit';
export * from './sources';
