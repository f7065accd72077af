import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import type { Change } from '@strata/plugin-strata-common';
import { InvalidIntentError } from '@strata/plugin-strata-common';
import express from 'express';
import request from 'supertest';
import { IntentInputError } from './refusals';
import { createChangesRouter } from './router';

const change = { id: 'a', state: 'open' } as Change;
const intent = {
  tree: 'platform',
  template: 'new-service',
  values: { name: 'recipes' },
};
const user = mockCredentials.user();

type Answers = Parameters<typeof createChangesRouter>[0]['reads'] &
  Parameters<typeof createChangesRouter>[0]['changes'];

function app(answers: Partial<Answers>) {
  const changes = new Proxy(answers, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => Promise.reject(new Error(`not expected: ${String(name)}`))),
  }) as Answers;
  const httpAuth = mockServices.httpAuth();
  const middleware = MiddlewareFactory.create({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
  });
  return request(
    express()
      .use(createChangesRouter({ reads: changes, changes, httpAuth }))
      .use(middleware.error()),
  );
}

const as = mockCredentials.user.header();

describe('the routes of changes', () => {
  it('lists by a filter, and refuses one it does not know', async () => {
    const list = jest.fn(async () => ({ changes: [change], truncated: false }));
    const listed = await app({ list })
      .get('/v1/changes?state=open&entityRef=Component:default/Recipes')
      .set('Authorization', as);
    expect(listed.body).toEqual({ changes: [change], truncated: false });
    expect(list).toHaveBeenCalledWith(
      {
        states: ['open', 'conflicted'],
        entityRef: 'component:default/recipes',
      },
      user,
    );
    for (const query of ['state=other', 'colour=red']) {
      const refused = await app({ list })
        .get(`/v1/changes?${query}`)
        .set('Authorization', as);
      expect(refused.status).toBe(400);
    }
  });

  it('previews and opens in the name of the person', async () => {
    const preview = jest.fn(async () => ({} as never));
    const create = jest.fn(async () => change);
    await app({ preview })
      .post('/v1/changes/preview')
      .set('Authorization', as)
      .send(intent)
      .expect(200);
    expect(preview).toHaveBeenCalledWith(intent, user);
    const opened = await app({ create })
      .post('/v1/changes')
      .set('Authorization', as)
      .send({ ...intent, idempotencyKey: 'key-00001' })
      .expect(201);
    expect(opened.body).toEqual(change);
  });

  it.each([
    ['no key', intent, /idempotencyKey/],
    [
      'a key that is too short',
      { ...intent, idempotencyKey: 'x' },
      /idempotencyKey/,
    ],
    [
      'no values',
      { tree: 'a', template: 'b', idempotencyKey: 'key-00001' },
      /values/,
    ],
    [
      'more than is asked',
      { ...intent, idempotencyKey: 'key-00001', more: 1 },
      /more/,
    ],
  ])('refuses %s with the field', async (_, body, message) => {
    const refused = await app({})
      .post('/v1/changes')
      .set('Authorization', as)
      .send(body);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(message);
  });

  it('refuses a body over the limit', async () => {
    const refused = await app({})
      .post('/v1/changes/preview')
      .set('Authorization', as)
      .send({ ...intent, values: { name: 'x'.repeat(200_000) } });
    expect(refused.status).toBe(413);
  });

  it('answers 400 with the fields that are wrong', async () => {
    const refused = await app({
      preview: () =>
        Promise.reject(
          new IntentInputError(
            new InvalidIntentError([{ field: 'name', message: 'is taken' }]),
          ),
        ),
    })
      .post('/v1/changes/preview')
      .set('Authorization', as)
      .send(intent);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toBe('name: is taken');
  });

  it('reads, merges and closes one', async () => {
    const get = jest.fn(async () => change as never);
    const merge = jest.fn(async () => change);
    const close = jest.fn(async () => change);
    const server = app({ get, merge, close });
    await server.get('/v1/changes/a').set('Authorization', as).expect(200);
    await server
      .post('/v1/changes/a/merge')
      .set('Authorization', as)
      .expect(200);
    await server
      .post('/v1/changes/a/close')
      .set('Authorization', as)
      .expect(200);
    for (const called of [get, merge, close]) {
      expect(called).toHaveBeenCalledWith('a', user);
    }
  });
});
