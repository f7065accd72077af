import { acceptableEntities } from './entitiesCheck';
import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { exampleFiles } from './testing/exampleTree';
import { readOf } from './testing/readOf';
import { definition, names, treeOf } from './testing/entityFixtures';

describe('acceptableEntities', () => {
  it('takes the whole example tree', async () => {
    const tree = parseTree(
      readOf(exampleFiles()),
      defaultTreeOptions({ platformTeam: 'platform' }),
    );
    const { entities, refused, findings } = await acceptableEntities(tree);
    expect(findings).toEqual([]);
    expect(refused).toEqual([]);
    const count = (kind: string) =>
      entities.filter(({ entity }) => entity.kind === kind).length;
    expect(count('Component')).toBe(25);
    expect(count('Domain')).toBe(3);
    const systems = new Set(
      names(entities).flatMap(name => /^System (.*)/.exec(name)?.[1] ?? []),
    );
    for (const { entity } of entities) {
      if (entity.kind !== 'Component') continue;
      expect(systems).toContain(entity.spec?.system);
      expect(entity.spec?.owner).not.toBe('group:default/unowned');
    }
  });

  it('refuses one entity, says why and where, and takes the others', async () => {
    const tree = treeOf({
      'kubernetes/services/bad/service.yaml': definition(
        'bad',
        { owner: { team: 'product' } },
        { labels: { 'not a key': 'x' } },
      ),
      'kubernetes/services/good/service.yaml': definition('good', {
        owner: { team: 'product' },
      }),
    });
    const { entities, refused, findings } = await acceptableEntities(tree);
    expect(names(refused)).toEqual(['Component bad']);
    expect(names(entities)).toContain('Component good');
    expect(findings).toEqual([
      {
        code: 'entity-refused',
        severity: 'error',
        path: 'kubernetes/services/bad/service.yaml',
        line: 1,
        column: 1,
        message: expect.stringMatching(
          /The catalog refuses component:default\/bad: .*not a key/,
        ),
        remedy: expect.any(String),
        item: 'services/bad',
      },
    ]);
  });

  it('loses no item to the names directories have', async () => {
    const directories = [
      'My Area',
      'a+b',
      '--x--',
      'größe',
      'x'.repeat(80),
      '数据',
    ];
    const tree = treeOf(
      Object.fromEntries(
        directories.flatMap(name => [
          [
            `kubernetes/platform/${name}/db/kustomization.yaml`,
            'resources: []',
          ],
          [`kubernetes/services/${name}/kustomization.yaml`, 'resources: []'],
        ]),
      ),
    );
    const { entities, refused, findings } = await acceptableEntities(tree);
    expect(refused).toEqual([]);
    expect(findings).toEqual([]);
    expect(
      entities.filter(({ entity }) => entity.kind === 'Component'),
    ).toHaveLength(2 * directories.length);
    expect(
      entities
        .filter(({ entity }) => entity.kind === 'System')
        .map(({ entity }) => entity.metadata.labels?.['strata.dev/area']),
    ).toEqual(
      expect.arrayContaining(['My-Area', 'a-b', 'x', 'gr-e', 'x'.repeat(63)]),
    );
  });

  it.each([
    ['a label value', { labels: { category: 'Häuser & Gärten' } }],
    ['an annotation key', { annotations: { '///': 'x' } }],
  ])('never throws: %s the catalog does not know', async (_, metadata) => {
    const tree = treeOf({
      'kubernetes/services/bad/service.yaml': definition('bad', {}, metadata),
    });
    const { findings } = await acceptableEntities(tree);
    expect(findings.map(({ code }) => code)).toContain('entity-refused');
  });
});
