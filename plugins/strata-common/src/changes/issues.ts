/** What is wrong with one answer of a form. @public */
export interface FieldIssue {
  /** Field of the template; absent where it is about the change as a whole. */
  field?: string;
  message: string;
}

/**
 * The values of an intent are refused: the person can mend them.
 * @public
 */
export class InvalidIntentError extends Error {
  name = 'InvalidIntentError';

  constructor(readonly issues: readonly FieldIssue[]) {
    super(
      issues
        .map(({ field, message }) => (field ? `${field}: ${message}` : message))
        .join('; '),
    );
  }
}

/** A template itself is wrong: its author can mend it. @public */
export class TemplateError extends Error {
  name = 'TemplateError';

  constructor(template: string, path: string, message: string) {
    super(`template ${template}, ${path}: ${message}`);
  }
}
