import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Radio, RadioGroup } from '@backstage/ui';
import {
  allowedDowntime,
  availabilityTiers,
  percentageSchema,
} from '@strata/plugin-strata-common';
import styles from '../changes.module.css';
import { strataChangesTranslationRef } from '../translation';

/** @internal */
export const slaTierSchema = makeFieldSchema({
  output: z => z.string().describe('A percentage such as 99.5%'),
});

/** Promised availability, each with what it means in minutes. */
export function SlaTierField(props: typeof slaTierSchema.TProps) {
  const { formData, onChange, schema, required, disabled } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  return (
    <div className={styles.field}>
      <RadioGroup
        label={schema.title}
        description={schema.description}
        isRequired={required}
        isDisabled={disabled}
        value={formData ?? null}
        onChange={onChange}
      >
        {availabilityTiers.map(({ value, title }) => (
          <Radio key={value} value={value}>
            <span className={styles.tier}>
              <span>
                {title}, {value}
              </span>
              <span className={styles.muted}>
                {t('form.allows', {
                  time: allowedDowntime(percentageSchema.parse(value)).text,
                })}
              </span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
    </div>
  );
}
