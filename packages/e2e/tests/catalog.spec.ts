import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { APIRequestContext } from '@playwright/test';
import { expect, test } from './person';

interface Entity {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec?: { type?: string; parent?: string; domain?: string };
  relations?: { type: string; targetRef: string }[];
}

async function entities(request: APIRequestContext): Promise<Entity[]> {
  const session = await request.get('/api/auth/people/refresh', {
    headers: { 'x-strata-person': 'guest' },
  });
  const { backstageIdentity } = await session.json();
  const answer = await request.get('/api/catalog/entities', {
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
  return answer.json();
}

const names = (list: Entity[]) => list.map(({ metadata }) => metadata.name);

test('the catalog holds the whole example tree, and nothing of it twice', async ({
  request,
}) => {
  let all: Entity[] = [];
  const ofKind = (kind: string) => all.filter(entity => entity.kind === kind);
  await expect(async () => {
    all = await entities(request);
    expect(
      ofKind('Component').filter(
        ({ metadata }) => metadata.annotations?.['strata.dev/path'],
      ),
    ).toHaveLength(25);
    expect(
      ofKind('Component').every(({ relations = [] }) =>
        relations.some(({ type }) => type === 'ownedBy'),
      ),
    ).toBe(true);
  }).toPass({ timeout: 60_000 });

  expect(names(ofKind('Domain')).sort()).toEqual([
    'infra',
    'platform',
    'services',
  ]);
  expect(names(ofKind('System'))).toEqual(
    expect.arrayContaining(['platform-data', 'infra-monitoring']),
  );
  const groups = ofKind('Group');
  expect(
    names(groups.filter(({ spec }) => spec?.type !== 'role')).sort(),
  ).toEqual(
    expect.arrayContaining([
      'compliance',
      'data',
      'engineering',
      'observability',
      'platform',
      'product',
    ]),
  );
  const product = groups.find(({ metadata }) => metadata.name === 'product')!;
  expect(product.spec?.parent).toMatch(/engineering$/);
  const relationsOf = (name: string, type: string) =>
    all
      .find(({ metadata }) => metadata.name === name)!
      .relations!.filter(relation => relation.type === type)
      .map(({ targetRef }) => targetRef);
  expect(relationsOf('product', 'hasMember').sort()).toEqual([
    'user:default/ada',
    'user:default/ben',
  ]);
  expect(relationsOf('product-leads', 'hasMember')).toEqual([
    'user:default/ada',
  ]);
  expect(relationsOf('kafka-demo', 'dependsOn')).toContain(
    'component:default/platform-messaging-kafka',
  );
  // Every relation leads somewhere.
  const known = new Set(
    all.map(({ kind, metadata }) =>
      `${kind}:default/${metadata.name}`.toLowerCase(),
    ),
  );
  const dangling = all.flatMap(({ metadata, relations = [] }) =>
    relations
      .filter(({ targetRef }) => !known.has(targetRef))
      .map(({ type, targetRef }) => `${metadata.name} ${type} ${targetRef}`),
  );
  expect(dangling).toEqual([]);
});

test('the log of the portal holds no error', async () => {
  const log = await readFile(
    path.join(process.env.STRATA_STATE!, 'portal.log'),
    'utf8',
  );
  expect(
    log.split('\n').filter(line => line.includes('"level":"error"')),
  ).toEqual([]);
});
