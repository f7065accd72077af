import type { ChangeIntent } from '@strata/plugin-strata-common';

/**
 * The intent that a form amounts to. Answers are scalars; what else a form
 * holds (the preview itself, empty objects of its schema) is none of them.
 */
export function intentOf(
  tree: string,
  template: string,
  formData: Readonly<Record<string, unknown>>,
): ChangeIntent {
  return {
    tree,
    template,
    values: Object.fromEntries(
      Object.entries(formData).filter(
        ([, value]) =>
          typeof value === 'string' ||
          typeof value === 'number' ||
          typeof value === 'boolean',
      ),
    ),
  };
}
