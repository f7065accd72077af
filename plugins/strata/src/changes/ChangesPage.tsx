import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { Route, Routes, useParams } from 'react-router-dom';
import { PageBody } from '../page/PageBody';
import { ChangesOverview } from './ChangesOverview';
import { ChangeView } from './ChangeView';

/** `/changes` and the trackers below it, without the header of the app. */
export function ChangesPage() {
  return (
    <ReactRouterV6PageRouter>
      <PageBody>
        <Routes>
          <Route path="/" element={<ChangesOverview />} />
          <Route path="/:id" element={<ChangeOfAddress />} />
        </Routes>
      </PageBody>
    </ReactRouterV6PageRouter>
  );
}

function ChangeOfAddress() {
  const { id = '' } = useParams();
  return <ChangeView id={id} />;
}
