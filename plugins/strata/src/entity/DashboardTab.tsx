import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { TeamDashboard } from '../owners/TeamDashboard';

/** The team dashboard on the page of its Group. */
export function DashboardTab() {
  const { entity } = useEntity();
  return <TeamDashboard ownerRef={stringifyEntityRef(entity)} />;
}
