import { Writable } from 'node:stream';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { Change } from '@strata/plugin-strata-common';
import { parse } from 'yaml';
import { createChangeAction, type ChangesClient } from './createChangeAction';
import { createChangeExamples } from './createChangeAction.examples';

const person = mockCredentials.user('user:default/ada');
const change: Change = {
  id: '5f0f2f3e-0000-4000-8000-000000000000',
  tree: 'platform',
  template: 'new-service',
  title: 'Add the service recipes',
  state: 'open',
  author: 'user:default/ada',
  createdAt: '2026-11-24T12:00:00.000Z',
  updatedAt: '2026-11-24T12:00:00.000Z',
  branch: 'strata/new-service/recipes-5f0f2f3e',
  base: 'a',
  head: 'b',
  entityRefs: ['component:default/recipes'],
  journey: [],
};

/** A change engine that remembers what it was asked. */
function engine(trees: string[] = ['platform']) {
  const asked: unknown[] = [];
  const client: ChangesClient = {
    trees: async () => ({
      now: '2026-11-24T12:00:00.000Z',
      trees: trees.map(id => ({
        id,
        title: id,
        root: 'kubernetes',
        counts: { items: 0, teams: 0, errors: 0, warnings: 0 },
      })),
    }),
    previewChange: async (intent, { onBehalfOf }) => {
      asked.push({ preview: intent, onBehalfOf });
      return {
        base: 'a',
        title: change.title,
        files: [],
        added: [],
        removed: [],
        acceptable: true,
      };
    },
    createChange: async (request, { onBehalfOf }) => {
      asked.push({ create: request, onBehalfOf });
      return change;
    },
  };
  return { client, asked };
}

async function run(
  client: ChangesClient,
  input: Record<string, unknown>,
  more: { isDryRun?: boolean } = {},
) {
  const action = createChangeAction(client);
  const outputs: Record<string, unknown> = {};
  const logger = mockServices.logger.mock();
  const context: Partial<ActionContext<never, never>> = {
    input: input as never,
    logger,
    logStream: new Writable(),
    task: { id: 'task-1' },
    step: { id: 'open', name: 'Open' },
    getInitiatorCredentials: async () => person,
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
    ...more,
  } as never;
  await action.handler(context as never);
  return { outputs, logger };
}

const input = { template: 'new-service', values: { name: 'recipes' } };

describe('strata:change:create', () => {
  it('opens the change in the name of the person, in the first tree', async () => {
    const { client, asked } = engine();
    const { outputs } = await run(client, input);
    expect(asked).toEqual([
      {
        create: {
          ...input,
          tree: 'platform',
          idempotencyKey: 'task-1-open',
        },
        onBehalfOf: person,
      },
    ]);
    expect(outputs).toEqual({
      changeId: change.id,
      link: `/changes/${change.id}`,
      branch: change.branch,
    });
  });

  it('only previews in a dry run', async () => {
    const { client, asked } = engine();
    const { outputs } = await run(client, input, { isDryRun: true });
    expect(asked).toEqual([
      { preview: { ...input, tree: 'platform' }, onBehalfOf: person },
    ]);
    expect(outputs).toEqual({});
  });

  it('fails with the words of the engine', async () => {
    const { client } = engine();
    const refusal = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'InputError', message: 'name: taken' },
          response: { statusCode: 400 },
        }),
        { status: 400, headers: { 'Content-Type': 'application/json' } },
      ),
    );
    await expect(
      run({ ...client, createChange: () => Promise.reject(refusal) }, input),
    ).rejects.toThrow(/^name: taken$/);
  });

  it('says so where there is no tree', async () => {
    await expect(run(engine([]).client, input)).rejects.toThrow(
      /configure one under strata.trees/,
    );
  });

  it('writes no answer into the log', async () => {
    const { client } = engine();
    const { logger } = await run(client, {
      ...input,
      values: { name: 'recipes', title: 'Secret sauce' },
    });
    expect(JSON.stringify(logger.info.mock.calls)).not.toContain('Secret');
  });

  it.each(createChangeExamples)(
    'runs its example: $description',
    async ({ example }) => {
      const { client, asked } = engine();
      const [step] = parse(example).steps;
      expect(step.action).toBe(createChangeAction(client).id);
      await run(client, step.input);
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatchObject({ create: step.input });
    },
  );
});
