/** A number with what it counts; `''` is a plain count. */
export interface Quantity {
  value: number;
  unit: 'ms' | 'MB' | '%' | '';
}

/** What a figure is measured against. */
export interface Reference {
  /** Absent where the reference has no such thing. */
  quantity: Quantity;
  /** Who or what it is: measured in this run, or computed from a source. */
  by: string;
  /** Where the reader can check a computed one. */
  source?: string;
}

export interface Figure {
  what: string;
  strata: Quantity;
  reference?: Reference;
  /** A goal of the design. Missing it is told and never fails a run. */
  below?: number;
}

/** A condition of correctness: one that does not hold fails the run. */
export interface Check {
  what: string;
  holds: boolean;
  /** The numbers behind it. */
  detail: string;
}

export interface BenchResult {
  /** What was run, on how much, and what was scaled down. */
  how: string;
  figures: Figure[];
  checks: Check[];
}

/** What the person at the terminal chose. */
export interface BenchOptions {
  /** Length of the runs that go by time. */
  seconds: number;
}

export type Bench = (options: BenchOptions) => Promise<BenchResult>;

export const ms = (value: number): Quantity => ({ value, unit: 'ms' });
export const megabytes = (bytes: number): Quantity => ({
  value: bytes / 1e6,
  unit: 'MB',
});
export const count = (value: number): Quantity => ({ value, unit: '' });
export const percent = (value: number): Quantity => ({ value, unit: '%' });
