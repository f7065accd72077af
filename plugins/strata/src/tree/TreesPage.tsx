import { ReactRouterV6PageRouter } from '@backstage/frontend-adapter-react-router-v6';
import { PageBody } from '../page/PageBody';
import { TreesOverview } from './TreesOverview';

/** `/trees`, without the header of the app. */
export function TreesPage() {
  return (
    <ReactRouterV6PageRouter>
      <PageBody>
        <TreesOverview />
      </PageBody>
    </ReactRouterV6PageRouter>
  );
}
