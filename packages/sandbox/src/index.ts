/**
 * Development only: loopback Kubernetes, Argo CD and Prometheus APIs over a
 * simulation of a layered tree. Nothing in production code knows it.
 *
 * @packageDocumentation
 */
export { startSandbox, type Sandbox } from './Sandbox';
export type { Ports, SandboxOptions } from './options';
