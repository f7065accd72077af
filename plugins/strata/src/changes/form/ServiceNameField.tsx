import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  makeFieldSchema,
  type CustomFieldValidator,
} from '@backstage/plugin-scaffolder-react';
import { TextField } from '@backstage/ui';
import { fieldTypes } from '@strata/plugin-strata-common';
import { useEffect, useState } from 'react';
import styles from '../changes.module.css';
import { strataChangesTranslationRef } from '../translation';
import { takenNames } from './takenNames';

/** @internal */
export const serviceNameSchema = makeFieldSchema({
  output: z => z.string().describe('Name of an item that does not exist yet'),
});

/** Name of a new item: checked while it is typed, by the rules of the server. */
export function ServiceNameField(props: typeof serviceNameSchema.TProps) {
  const {
    formData = '',
    onChange,
    schema,
    required,
    rawErrors,
    disabled,
  } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const catalog = useApi(catalogApiRef);
  const [taken, setTaken] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    let current = true;
    takenNames(catalog).then(
      names => current && setTaken(names),
      // The server looks again: without the catalog only the courtesy is lost.
      () => current && setTaken(new Map()),
    );
    return () => {
      current = false;
    };
  }, [catalog]);

  const path = taken?.get(formData);
  const problem =
    formData === ''
      ? undefined
      : ruleBrokenBy(formData) ??
        (path === undefined ? undefined : t('form.nameTaken', { path }));
  const free = formData !== '' && !problem && taken !== undefined;
  return (
    <div className={styles.field}>
      <TextField
        label={schema.title}
        description={schema.description}
        value={formData}
        onChange={value => onChange(value === '' ? undefined : value)}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={problem !== undefined || (rawErrors?.length ?? 0) > 0}
        autoComplete="off"
        spellCheck="false"
      />
      <p
        role="status"
        className={styles.hint}
        data-invalid={problem !== undefined || undefined}
      >
        {problem ?? (free ? t('form.nameFree', { name: formData }) : '')}
      </p>
    </div>
  );
}

/** @internal */
export const validateServiceName: CustomFieldValidator<string> = async (
  name,
  field,
  { apiHolder },
) => {
  if (!name) return;
  const problem = ruleBrokenBy(name);
  if (problem) {
    field.addError(problem);
    return;
  }
  const catalog = apiHolder.get(catalogApiRef);
  const taken = catalog && (await takenNames(catalog)).get(name);
  if (taken) field.addError(`${taken} already has this name`);
};

function ruleBrokenBy(name: string): string | undefined {
  const read = fieldTypes['item-name'].schema.safeParse(name);
  return read.success ? undefined : read.error.issues[0].message;
}
