import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { RiGitPullRequestLine } from '@remixicon/react';
import { changesRouteRef } from '../routes';
import { strataTranslationRef } from '../translation';

/** The page of changes and the form fields of its templates. */
export const changesExtensions = [
  PageBlueprint.make({
    name: 'changes',
    params: {
      path: '/changes',
      title: strataTranslationRef('pages.changes'),
      icon: <RiGitPullRequestLine />,
      routeRef: changesRouteRef,
      loader: () => import('./ChangesPage').then(m => <m.ChangesPage />),
    },
  }),
  FormFieldBlueprint.make({
    name: 'service-name',
    params: {
      field: () => import('./form/fields').then(m => m.serviceNameField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'team-picker',
    params: { field: () => import('./form/fields').then(m => m.teamField) },
  }),
  FormFieldBlueprint.make({
    name: 'sla-tier',
    params: { field: () => import('./form/fields').then(m => m.slaTierField) },
  }),
  FormFieldBlueprint.make({
    name: 'change-preview',
    params: { field: () => import('./form/fields').then(m => m.previewField) },
  }),
];
