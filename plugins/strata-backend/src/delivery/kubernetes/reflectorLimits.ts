/** Times in milliseconds. */
export interface ReflectorLimits {
  pageSize: number;
  pageTimeout: number;
  /** No event or bookmark for longer: the connection is taken for dead. */
  quiet: number;
  /** The server ends a watch after this, plus up to as much again. */
  watchSeconds: number;
  backoffBase: number;
  backoffMax: number;
}

export const defaultLimits: ReflectorLimits = {
  pageSize: 500,
  pageTimeout: 60_000,
  quiet: 120_000,
  watchSeconds: 300,
  backoffBase: 800,
  backoffMax: 30_000,
};
