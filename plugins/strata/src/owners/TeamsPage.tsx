import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { Route, Routes, useParams } from 'react-router-dom';
import { PageBody } from '../page/PageBody';
import { OwnersOverview } from './OwnersOverview';
import { TeamDashboard } from './TeamDashboard';
import { TeamHeading } from './TeamHeading';
import { teamRef } from './teamName';

/** `/teams` and the dashboards below it, without the header of the app. */
export function TeamsPage() {
  return (
    <ReactRouterV6PageRouter>
      <PageBody>
        <Routes>
          <Route path="/" element={<OwnersOverview />} />
          <Route path="/:name" element={<TeamOfAddress />} />
        </Routes>
      </PageBody>
    </ReactRouterV6PageRouter>
  );
}

function TeamOfAddress() {
  const { name = '' } = useParams();
  return (
    <TeamDashboard
      ownerRef={teamRef(name)}
      heading={title => <TeamHeading title={title ?? name} />}
    />
  );
}
