import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { VisuallyHidden } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiCloseCircleFill,
  RiQuestionLine,
  RiRadioButtonLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { JourneyStep } from '@strata/plugin-strata-common';
import { ClockTime } from '../clock/Age';
import styles from './changes.module.css';
import { strataChangesTranslationRef } from './translation';

const icons: Readonly<Record<JourneyStep['state'], RemixiconComponentType>> = {
  done: RiCheckboxCircleFill,
  current: RiRadioButtonLine,
  pending: RiCircleLine,
  failed: RiCloseCircleFill,
  unknown: RiQuestionLine,
};

/** The way of a change, step by step, with the time and what shows it. */
export function Journey(props: { steps: readonly JourneyStep[] }) {
  const { t } = useTranslationRef(strataChangesTranslationRef);
  return (
    <ol className={styles.journey} aria-label={t('change.journey')}>
      {props.steps.map(step => (
        <Step key={`${step.id} ${step.environment ?? ''}`} step={step} />
      ))}
    </ol>
  );
}

function Step(props: { step: JourneyStep }) {
  const { state, title, at, detail } = props.step;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const Icon = icons[state];
  return (
    <li
      className={styles.step}
      data-state={state}
      aria-current={state === 'current' ? 'step' : undefined}
    >
      <span className={styles.stepLine} aria-hidden>
        <Icon size={20} />
      </span>
      <span className={styles.stepTitle}>
        {title}
        <VisuallyHidden>, {t(`step.${state}`)}</VisuallyHidden>
      </span>
      {at && (
        <span className={styles.stepTime}>
          <ClockTime at={at} />
        </span>
      )}
      {detail && <span className={styles.stepDetail}>{detail}</span>}
    </li>
  );
}
