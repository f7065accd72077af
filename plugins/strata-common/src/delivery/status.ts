import type { ApplicationRecord } from './applicationRecord';
import type { DerivedStatus, StatusContext } from './statusContext';
import { statusRules } from './statusRules';

/**
 * The first rule that speaks, worst first. What no rule understands, such as a
 * health word of a later Argo CD, is unknown and never healthy.
 * @public
 */
export function deliveryStatus(
  application: ApplicationRecord,
  context: StatusContext,
): DerivedStatus {
  for (const rule of statusRules) {
    const derived = rule(application, context);
    if (derived) return derived;
  }
  return {
    status: 'unknown',
    reason: `Argo CD reports sync "${application.sync?.status}" and health "${application.health?.status}", which are not understood.`,
  };
}
