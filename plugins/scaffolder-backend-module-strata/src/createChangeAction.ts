import { InputError, ResponseError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { StrataClient } from '@strata/plugin-strata-node';
import { createChangeExamples } from './createChangeAction.examples';

/** What the action needs of the backend of Strata. */
export type ChangesClient = Pick<
  StrataClient,
  'trees' | 'previewChange' | 'createChange'
>;

/**
 * `strata:change:create`: hands template and answers to the change engine, in
 * the name of the person who runs the task. Rendering, checks, permissions
 * and git are the engine's; a task that is run again finds its change.
 */
export function createChangeAction(client: ChangesClient) {
  return createTemplateAction({
    id: 'strata:change:create',
    description:
      'Opens a change of the GitOps tree: renders a change template on the head of the tree, checks the whole tree, and puts the files on a branch of their own for review.',
    examples: createChangeExamples,
    supportsDryRun: true,
    schema: {
      input: {
        template: z =>
          z.string().describe('Name of the change template, e.g. new-service'),
        tree: z =>
          z
            .string()
            .optional()
            .describe('Id of the tree; the first one that is configured'),
        values: z =>
          z
            .record(z.string(), z.any())
            .describe('Answers to the fields of the template'),
      },
      output: {
        changeId: z => z.string().describe('Id of the change'),
        link: z => z.string().describe('Page that follows the change'),
        branch: z => z.string().describe('Branch that holds the files'),
      },
    },
    async handler(ctx) {
      const onBehalfOf = await ctx.getInitiatorCredentials();
      const { template, values } = ctx.input;
      const tree = ctx.input.tree ?? (await firstTree(client));
      const intent = { tree, template, values };
      if (ctx.isDryRun) {
        const preview = await explained(
          client.previewChange(intent, { onBehalfOf, signal: ctx.signal }),
        );
        ctx.logger.info(
          `${preview.title}: ${preview.files.length} files, ${preview.added.length} new findings`,
        );
        return;
      }
      const change = await explained(
        client.createChange(
          { ...intent, idempotencyKey: keyOf(ctx.task.id, ctx.step?.id) },
          { onBehalfOf, signal: ctx.signal },
        ),
      );
      ctx.logger.info(`${change.title}: opened on ${change.branch}`);
      ctx.output('changeId', change.id);
      ctx.output('link', `/changes/${encodeURIComponent(change.id)}`);
      ctx.output('branch', change.branch);
    },
  });
}

/** The same task and step have the same key, so that a retry opens nothing twice. */
function keyOf(taskId: string, stepId = 'change'): string {
  return `${taskId}-${stepId}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 128);
}

async function firstTree(client: ChangesClient): Promise<string> {
  const { trees } = await client.trees();
  const [first] = trees;
  if (first) return first.id;
  throw new InputError(
    'There is no tree to change; configure one under strata.trees',
  );
}

/** The engine's own words, not "request failed with 409". */
async function explained<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    const { name, message } = error.cause;
    throw Object.assign(new Error(message), { name });
  }
}
