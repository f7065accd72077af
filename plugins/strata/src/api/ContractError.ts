import type { z } from 'zod';

/**
 * The backend answered something the contract does not know. Never shown as an
 * empty page: data that is not understood is not the same as no data.
 * @public
 */
export class ContractError extends Error {
  override readonly name = 'ContractError';

  constructor(request: string, cause: z.ZodError) {
    const [issue] = cause.issues;
    const where = issue?.path.join('.') || 'the answer as a whole';
    super(
      `${request} answered in a form this portal does not understand ` +
        `(${where}: ${issue?.message ?? 'not valid'}). ` +
        `Install the same version of the Strata frontend and backend plugins.`,
      { cause },
    );
  }
}
