/** What the bench asks of the process that generates changes. */
export type ToGenerator =
  /** Changes spread over the time; answered with `generated` at the end. */
  | { kind: 'generate'; perSecond: number; seconds: number }
  /** One change; answered with `changed`. */
  | { kind: 'change'; application: number };

/** What the generator tells. Times are epoch milliseconds. */
export type FromGenerator =
  | { kind: 'ready'; url: string; ca: string }
  | {
      kind: 'generated';
      changes: number;
      tookMs: number;
      /** The last change of every Application, in the order of the platform. */
      last: number[];
    }
  | { kind: 'changed'; application: number; at: number };
