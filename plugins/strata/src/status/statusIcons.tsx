import {
  RiAlertFill,
  RiArrowGoBackLine,
  RiBarChartLine,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiFileWarningLine,
  RiFocus3Line,
  RiGhostLine,
  RiHistoryLine,
  RiLoader4Line,
  RiPauseCircleLine,
  RiPlugLine,
  RiQuestionLine,
  RiRadioButtonLine,
  RiShuffleLine,
  RiSignalWifiOffLine,
  RiSubtractLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { Status } from '@strata/plugin-strata-common';

type Icon = RemixiconComponentType;

/** A shape of its own for every status, so that colour is never needed to read one. */
export const statusIcons: Readonly<Record<Status, Icon>> = {
  failed: RiCloseCircleFill,
  degraded: RiErrorWarningFill,
  missing: RiGhostLine,
  breached: RiCloseCircleFill,
  unreachable: RiSignalWifiOffLine,
  stale: RiHistoryLine,
  unknown: RiQuestionLine,
  not_reported: RiPlugLine,
  no_data: RiQuestionLine,
  sli_suspect: RiFileWarningLine,
  insufficient_data: RiBarChartLine,
  drifted: RiShuffleLine,
  suspended: RiPauseCircleLine,
  not_deployed: RiRadioButtonLine,
  behind: RiArrowGoBackLine,
  at_risk: RiAlertFill,
  no_target: RiFocus3Line,
  progressing: RiLoader4Line,
  waiting: RiTimeLine,
  healthy: RiCheckboxCircleFill,
};

/** For an aggregate, which has a severity and no status of its own. */
export const severityIcons = {
  critical: RiErrorWarningFill,
  unknown: RiQuestionLine,
  attention: RiAlertFill,
  waiting: RiTimeLine,
  ok: RiCheckboxCircleFill,
  none: RiSubtractLine,
} as const satisfies Readonly<Record<string, Icon>>;
