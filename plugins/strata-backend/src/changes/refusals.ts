import { ConflictError, InputError } from '@backstage/errors';
import {
  InvalidIntentError,
  type FieldIssue,
  type Finding,
} from '@strata/plugin-strata-common';
import {
  HostConflictError,
  RefusedEditError,
} from '@strata/plugin-strata-node';

/** 400 that carries which field is wrong and why. */
export class IntentInputError extends InputError {
  readonly issues: readonly FieldIssue[];

  constructor(cause: InvalidIntentError) {
    super(cause.message);
    this.issues = cause.issues;
  }
}

/** 409: the tree would be worse after the change than it is allowed to be. */
export class ChangeRefusedError extends ConflictError {
  constructor(readonly findings: readonly Finding[]) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    super(
      `The change would add ${errors.length} ${
        errors.length === 1 ? 'error' : 'errors'
      } to the tree: ${errors
        .slice(0, 5)
        .map(
          ({ path, line, message, remedy }) =>
            `${path}:${line} ${message}. ${remedy}`,
        )
        .join('; ')}`,
    );
  }
}

/** Errors of the pure and of the git half, as HTTP knows them. */
export async function withHttpErrors<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InvalidIntentError) throw new IntentInputError(error);
    if (error instanceof RefusedEditError) throw new InputError(error.message);
    if (error instanceof HostConflictError) {
      throw new ConflictError(error.message);
    }
    throw error;
  }
}
