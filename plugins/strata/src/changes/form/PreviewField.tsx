import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  makeFieldSchema,
  type CustomFieldValidator,
} from '@backstage/plugin-scaffolder-react';
import { Alert, Button, Text, VisuallyHidden } from '@backstage/ui';
import type { ChangePreview } from '@strata/plugin-strata-common';
import { ResponseError } from '@backstage/errors';
import { strataApiRef, useResource, type StrataApi } from '../../api';
import { reasonOf } from '../../states/errors';
import { LinesSkeleton } from '../../states/Skeletons';
import styles from '../changes.module.css';
import { Checks } from '../Checks';
import { FileDiffs } from '../FileDiffs';
import { strataChangesTranslationRef } from '../translation';
import { intentOf } from './intentOf';

/** @internal */
export const previewSchema = makeFieldSchema({
  output: z => z.object({}).describe('Holds no value: it shows the change'),
  uiOptions: z =>
    z.object({
      template: z.string().describe('Name of the change template'),
      tree: z.string().optional().describe('Id of the tree; the first one'),
    }),
});

type Options = typeof previewSchema.uiOptionsType;

/** What would happen: files, diffs and checks, before anything is opened. */
export function PreviewField(props: typeof previewSchema.TProps) {
  const { uiSchema, formContext } = props;
  const options = uiSchema['ui:options'];
  const formData: Record<string, unknown> = formContext?.formData ?? {};
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const key = JSON.stringify([options, intentOf('', '', formData).values]);
  const preview = useResource(
    `preview:${key}`,
    api => load(api, options, formData),
    // The tree may move while the form is open: then it is rendered again.
    { kinds: ['tree'] },
  );
  switch (preview.kind) {
    case 'loading':
      return (
        <div role="status" aria-busy="true">
          <VisuallyHidden>{t('preview.loading')}</VisuallyHidden>
          <div aria-hidden>
            <LinesSkeleton lines={6} />
          </div>
        </div>
      );
    case 'failed':
      return (
        <Refusal
          error={preview.error}
          retrying={preview.retrying}
          onRetry={preview.retry}
        />
      );
    case 'ready':
      return <Preview preview={preview.data} />;
    case 'outdated':
      return (
        <>
          <Refusal
            error={preview.error}
            retrying={preview.refreshing}
            onRetry={preview.retry}
          />
          <Preview preview={preview.data} />
        </>
      );
    default:
      return preview satisfies never;
  }
}

function Preview(props: { preview: ChangePreview }) {
  const { title, files, added, removed } = props.preview;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  return (
    <div className={styles.change}>
      <Text as="h3" variant="body-large" weight="bold">
        {t('preview.title', { title })}
      </Text>
      <Checks added={added} removed={removed} />
      <FileDiffs files={files} />
      <p className={styles.muted}>{t('preview.next')}</p>
    </div>
  );
}

function Refusal(props: {
  error: Error;
  retrying: boolean;
  onRetry: () => void;
}) {
  const { error, retrying, onRetry } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const mendable = ResponseError.is(error) && error.response.status < 500;
  return (
    <Alert
      status={mendable ? 'warning' : 'danger'}
      icon
      role="alert"
      title={mendable ? t('preview.wrong') : t('preview.failed')}
      description={reasonOf(error)}
      customActions={
        <Button
          size="small"
          variant="secondary"
          isPending={retrying}
          onPress={onRetry}
        >
          {t('preview.retry')}
        </Button>
      }
    />
  );
}

/** @internal */
export const validatePreview: CustomFieldValidator<object, Options> = async (
  _,
  field,
  { apiHolder, formData, uiSchema },
) => {
  const api = apiHolder.get(strataApiRef);
  if (!api) return;
  try {
    const preview = await load(api, uiSchema?.['ui:options'], formData);
    if (!preview.acceptable) {
      field.addError('the change would add an error to the tree, see above');
    }
  } catch (error) {
    field.addError(
      error instanceof Error ? reasonOf(error) : 'the preview failed',
    );
  }
};

async function load(
  api: StrataApi,
  options: Partial<Options> | undefined,
  formData: Readonly<Record<string, unknown>>,
): Promise<ChangePreview> {
  if (!options?.template) {
    throw new Error(
      'StrataChangePreview needs ui:options.template in the template of this form',
    );
  }
  const tree = options.tree ?? (await firstTree(api));
  return api.previewChange(intentOf(tree, options.template, formData));
}

async function firstTree(api: StrataApi): Promise<string> {
  const { trees } = await api.trees();
  const [first] = trees;
  if (first) return first.id;
  throw new Error(
    'There is no tree to change; configure one under strata.trees',
  );
}
