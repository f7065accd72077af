import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { PreviewField, previewSchema, validatePreview } from './PreviewField';
import {
  ServiceNameField,
  serviceNameSchema,
  validateServiceName,
} from './ServiceNameField';
import { SlaTierField, slaTierSchema } from './SlaTierField';
import { TeamField, teamSchema } from './TeamField';

/** What `ui:field` of a template names. */
export const serviceNameField = createFormField({
  name: 'StrataServiceName',
  component: ServiceNameField,
  validation: validateServiceName,
  schema: serviceNameSchema,
});

export const teamField = createFormField({
  name: 'StrataTeamPicker',
  component: TeamField,
  schema: teamSchema,
});

export const slaTierField = createFormField({
  name: 'StrataSlaTier',
  component: SlaTierField,
  schema: slaTierSchema,
});

export const previewField = createFormField({
  name: 'StrataChangePreview',
  component: PreviewField,
  validation: validatePreview,
  schema: previewSchema,
});
