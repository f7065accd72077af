/** Where a command writes. @public */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  isColoured: boolean;
}

/** What CI reads: clean, errors found, could not run. */
export const exitCodes = { clean: 0, errors: 1, cannotRun: 2 } as const;

/** A reason not to run, told to the person without a stack. */
export class CannotRun extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CannotRun';
  }
}
