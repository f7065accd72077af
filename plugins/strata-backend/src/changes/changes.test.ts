import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { DeliveryRow } from '@strata/plugin-strata-common';
import { entityRef } from '@strata/plugin-strata-common';
import { LocalChangeHost } from '@strata/plugin-strata-node';
import {
  ada,
  ben,
  changesBench,
  chidi,
  eventually,
  recipes,
} from './__testUtils__/changesBench';

jest.setTimeout(60_000);

const teams = 'kubernetes/bootstrap/teams.yaml';
const service = 'kubernetes/services/recipes/service.yaml';
const entity = entityRef('component:default/recipes');
const withKey = (idempotencyKey: string, intent = recipes) => ({
  ...intent,
  idempotencyKey,
});
const named = (name: string, more: object = {}) => ({
  ...recipes,
  values: { ...recipes.values, name, ...more },
});

/** Puts main back to `base` and the branch of a change to its head. */
async function rewind(
  directory: string,
  base: string,
  change: { branch: string; head: string },
) {
  await writeFile(join(directory, 'refs/heads/main'), `${base}\n`);
  await writeFile(
    join(directory, 'refs/heads', change.branch),
    `${change.head}\n`,
  );
  await rm(join(directory, 'refs/strata/archive', change.branch));
}

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('changes on %p', databaseId => {
  let bench: Awaited<ReturnType<typeof changesBench>>;

  beforeEach(async () => {
    bench = await changesBench(databases, databaseId);
  });
  afterEach(() => bench.remove());

  it('travels from preview over a branch and a merge into the tree', async () => {
    const { service: changes, host, trees } = bench;
    const base = await host.head();

    const preview = await changes.preview(recipes, ben);
    expect(preview).toMatchObject({
      base,
      title: 'Add the service recipes',
      acceptable: true,
      added: [],
      removed: [],
    });
    expect(preview.files.find(file => file.path === teams)!.diff).toContain(
      '+    - { name: homelab, namespace: recipes-dev }\n',
    );
    await expect(host.head()).resolves.toBe(base);
    await expect(changes.list({})).resolves.toEqual([]);

    const opened = await changes.create(withKey('key-00001'), ben);
    expect(opened).toMatchObject({
      state: 'open',
      author: 'user:default/ben',
      owner: 'group:default/product',
      entityRefs: [entity],
      base,
    });
    await expect(host.head()).resolves.toBe(base);
    await expect(host.readFile(opened.head, service)).resolves.toContain(
      'title: Recipes',
    );
    expect(
      opened.journey.map(step => [step.id, step.environment, step.state]),
    ).toEqual([
      ['opened', undefined, 'done'],
      ['merged', undefined, 'current'],
      ['in_catalog', undefined, 'pending'],
      ['synced', 'dev', 'pending'],
      ['waiting_at_gate', 'production', 'pending'],
      ['in_production', 'production', 'pending'],
      ['receiving_sli', 'production', 'pending'],
    ]);

    const merged = await changes.merge(opened.id, ada);
    expect(merged).toMatchObject({ state: 'merged' });
    expect(merged.mergeCommit).toBe(await host.head());
    expect(trees.items().get(entity)?.item.owner.team).toBe('product');
    expect(merged.journey.find(step => step.id === 'in_catalog')).toMatchObject(
      {
        state: 'done',
      },
    );
    await expect(changes.merge(opened.id, ada)).resolves.toMatchObject({
      state: 'merged',
      mergeCommit: merged.mergeCommit,
    });
  });

  it('shows files, findings and what the person may do', async () => {
    const { service: changes } = bench;
    const { id } = await changes.create(withKey('key-00001'), ben);
    const forAda = await changes.get(id, ada);
    expect(forAda.actions).toEqual({ merge: true, close: true });
    expect(forAda.files.map(file => file.path)).toContain(service);
    const forBen = await changes.get(id, ben);
    expect(forBen.actions).toMatchObject({ merge: false, close: true });
    const forChidi = await changes.get(id, chidi);
    expect(forChidi.actions).toMatchObject({ merge: false, close: false });
    expect(forBen.actions?.reason).toMatch(/group:default\/product/);
    await expect(changes.get('no-such-change', ada)).rejects.toThrow(
      /No change no-such-change/,
    );
  });

  it('opens once per key, whoever asks how often', async () => {
    const { service: changes } = bench;
    const [first, second] = await Promise.all([
      changes.create(withKey('key-00001'), ben),
      changes.create(withKey('key-00001'), ben),
    ]);
    const third = await changes.create(withKey('key-00001'), ben);
    expect(second.id).toBe(first.id);
    expect(third).toEqual(first);
    await expect(changes.list({ states: ['open'] })).resolves.toHaveLength(1);
    await expect(
      changes.create(withKey('key-00001', named('other')), ben),
    ).rejects.toThrow(/idempotencyKey was used/);
  });

  it('goes on where a crash left it', async () => {
    const { service: changes, knex, start } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    // As it is between the branch and the database.
    await knex('strata_changes')
      .where({ id: opened.id })
      .update({ state: 'opening', head: '' });
    const again = await (
      await start()
    ).service.create(withKey('key-00001'), ben);
    expect(again).toMatchObject({
      id: opened.id,
      head: opened.head,
      state: 'open',
    });
  });

  it('finds a branch that a crash left, when the tree is read', async () => {
    const { service: changes, knex, trees, push } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    await knex('strata_changes')
      .where({ id: opened.id })
      .update({ state: 'opening', head: '' });
    await push({ 'kubernetes/note.yaml': 'a: 1\n' });
    await trees.refresh('platform');
    await eventually(async () => {
      expect(await changes.get(opened.id, ada)).toMatchObject({
        state: 'open',
        head: opened.head,
      });
    });
  });

  it('refuses a second open change for the same item', async () => {
    const { service: changes } = bench;
    await changes.create(withKey('key-00001'), ben);
    await expect(changes.create(withKey('key-00002'), ada)).rejects.toThrow(
      /is open for services\/recipes already/,
    );
  });

  it('refuses people of other teams before anything is read or written', async () => {
    const { service: changes, host, audit } = bench;
    const base = await host.head();
    await expect(changes.preview(recipes, chidi)).rejects.toThrow(
      /chidi may not strata.change.create/,
    );
    await expect(changes.create(withKey('key-00001'), chidi)).rejects.toThrow(
      /may not strata.change.create/,
    );
    const opened = await changes.create(withKey('key-00001'), ben);
    await expect(changes.merge(opened.id, ben)).rejects.toThrow(
      /may not strata.change.merge/,
    );
    await expect(host.head()).resolves.toBe(base);
    const { events } = await audit.list({ limit: 10 });
    expect(
      events.map(({ actor, action, decision, result }) =>
        [actor, action, decision, result].join(' '),
      ),
    ).toEqual([
      'user:default/ben change.merge denied none',
      'user:default/ben change.create allowed succeeded',
      'user:default/chidi change.create denied none',
    ]);
  });

  it('names the field that is wrong, and puts no value into audit or log', async () => {
    const { service: changes, audit, logger } = bench;
    await expect(changes.preview(named('n8n'), ben)).rejects.toMatchObject({
      name: 'InputError',
      issues: [{ field: 'name', message: expect.stringMatching(/already/) }],
    });
    await expect(
      changes.preview({ ...recipes, tree: 'other' }, ben),
    ).rejects.toThrow(/tree: there is no tree other; known are platform/);
    await expect(
      changes.preview({ ...recipes, template: 'other' }, ben),
    ).rejects.toThrow(/template: .*known are new-service/);
    await changes.create(
      withKey('key-00001', named('recipes', { title: 'Secret sauce' })),
      ben,
    );
    const { events } = await audit.list({ limit: 10 });
    expect(JSON.stringify(events)).not.toContain('Secret sauce');
    for (const log of [logger.debug, logger.info, logger.warn, logger.error]) {
      expect(JSON.stringify(jest.mocked(log).mock.calls)).not.toContain(
        'Secret sauce',
      );
    }
  });

  it('merges beside what was pushed meanwhile', async () => {
    const { service: changes, host, push } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    await push({ 'kubernetes/note.yaml': 'a: 1\n' });
    const { mergeCommit } = await changes.merge(opened.id, ada);
    await expect(
      host.readFile(mergeCommit!, 'kubernetes/note.yaml'),
    ).resolves.toBe('a: 1\n');
    await expect(host.readFile(mergeCommit!, service)).resolves.toBeDefined();
  });

  /** What happens after the tree was checked, right before it is merged into. */
  const beforeMerge = (happens: () => Promise<unknown>) =>
    jest
      .spyOn(LocalChangeHost.prototype, 'merge')
      .mockImplementationOnce(async function merge(
        this: LocalChangeHost,
        options,
      ) {
        await happens();
        return this.merge(options);
      });

  it('checks again where a push came between the check and the merge', async () => {
    const { service: changes, host, push, files } = bench;
    const n8nSet = 'kubernetes/services/n8n/applicationset.yaml';
    const opened = await changes.create(withKey('key-00001'), ben);
    beforeMerge(() =>
      push({
        // Its Applications take the names of those the change brings.
        [n8nSet]: files[n8nSet].replaceAll('n8n', 'recipes'),
      }),
    );
    await expect(changes.merge(opened.id, ada)).rejects.toThrow(
      /would add|cannot be made on it any more/,
    );
    await expect(host.readFile(await host.head(), service)).resolves.toBe(
      undefined,
    );
    await expect(changes.get(opened.id, ada)).resolves.not.toMatchObject({
      state: 'merged',
    });
  });

  it('merges in the end where a harmless push came between', async () => {
    const { service: changes, host, push } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    beforeMerge(() => push({ 'kubernetes/note.yaml': 'a: 1\n' }));
    const { mergeCommit } = await changes.merge(opened.id, ada);
    await expect(
      host.readFile(mergeCommit!, 'kubernetes/note.yaml'),
    ).resolves.toBe('a: 1\n');
  });

  it('renders a change again whose files moved on: both services get their namespaces', async () => {
    const { service: changes, host, trees } = bench;
    const one = await changes.create(withKey('key-00001'), ben);
    const two = await changes.create(
      withKey('key-00002', named('pantry')),
      ben,
    );
    await changes.merge(one.id, ada);
    const merged = await changes.merge(two.id, ada);
    const text = await host.readFile(merged.mergeCommit!, teams);
    expect(text).toContain('namespace: recipes }');
    expect(text).toContain('namespace: pantry }');
    expect(trees.findings('platform')).toEqual([]);
    const detail = await changes.get(two.id, ada);
    expect(detail.base).toBe((await changes.get(one.id, ada)).mergeCommit);
  });

  it('goes on where a crash left a merge', async () => {
    const { service: changes, host, knex } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    const merged = await changes.merge(opened.id, ada);
    // As it is between the base branch and the database.
    await knex('strata_changes')
      .where({ id: opened.id })
      .update({ state: 'open', merge_commit: null, merged_at: null });
    const head = await host.head();
    await expect(changes.merge(opened.id, ada)).resolves.toMatchObject({
      state: 'merged',
      mergeCommit: merged.mergeCommit,
    });
    await expect(host.head()).resolves.toBe(head);
  });

  it('goes on where a crash left a rendering on a newer head', async () => {
    const { service: changes, host, knex } = bench;
    const one = await changes.create(withKey('key-00001'), ben);
    const two = await changes.create(
      withKey('key-00002', named('pantry')),
      ben,
    );
    const before = await knex('strata_changes').where({ id: two.id }).first();
    await changes.merge(one.id, ada);
    const base = await host.head();
    await changes.merge(two.id, ada);
    const rendered = await knex('strata_changes').where({ id: two.id }).first();
    // The branch is rendered again, nothing after that has happened.
    await knex('strata_changes')
      .where({ id: two.id })
      .update({ ...before, state: 'open' });
    await rewind(bench.directory, base, rendered);
    await expect(changes.merge(two.id, ada)).resolves.toMatchObject({
      state: 'merged',
      head: rendered.head,
      base,
    });
  });

  it('is conflicted when the tree took its name, and merges once it is free again', async () => {
    const { service: changes, push, host, files } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    const taken = {
      'kubernetes/services/recipes/service.yaml':
        files['kubernetes/services/n8n/service.yaml'],
    };
    await push(taken);
    const head = await host.head();
    await expect(changes.merge(opened.id, ada)).rejects.toThrow(
      /cannot be made on it any more: name: services\/recipes already has this name/,
    );
    await expect(host.head()).resolves.toBe(head);
    await expect(changes.get(opened.id, ada)).resolves.toMatchObject({
      state: 'conflicted',
      actions: { merge: true },
    });
    await push({});
    await expect(changes.merge(opened.id, ada)).resolves.toMatchObject({
      state: 'merged',
    });
  });

  it('does not merge over commits others made on the branch', async () => {
    const { service: changes, host } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    await host.rerender({
      branch: opened.branch,
      expectedHead: opened.head,
      base: opened.base,
      edits: [{ path: service, action: 'write', content: 'by: hand\n' }],
      title: 'By hand',
      body: '',
      author: { name: 'Ben', email: 'ben@example.org' },
    });
    await expect(changes.merge(opened.id, ada)).rejects.toThrow(
      /holds commits that were not made here/,
    );
  });

  it('sees a merge that was made with git', async () => {
    const { service: changes, host, trees } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    await host.merge({
      branch: opened.branch,
      expectedHead: opened.head,
      expectedBase: opened.base,
      author: { name: 'Ben', email: 'ben@example.org' },
    });
    await trees.refresh('platform');
    await eventually(async () => {
      const [change] = await changes.list({ entityRef: entity });
      expect(change.state).toBe('merged');
      expect(change.journey.find(step => step.id === 'in_catalog')?.state).toBe(
        'done',
      );
    });
  });

  it('closes, and lets the name be used again', async () => {
    const { service: changes, host } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    await expect(changes.close(opened.id, chidi)).rejects.toThrow(/may not/);
    const closed = await changes.close(opened.id, ada);
    expect(closed.state).toBe('closed');
    await expect(changes.close(opened.id, ada)).resolves.toMatchObject({
      state: 'closed',
    });
    await expect(changes.merge(opened.id, ada)).rejects.toThrow(/is closed/);
    await expect(host.get(opened.branch)).resolves.toMatchObject({
      state: 'closed',
    });
    await expect(
      changes.create(withKey('key-00002'), ben),
    ).resolves.toMatchObject({ state: 'open' });
  });

  it('moves the journey with delivery, and keeps what was reached', async () => {
    const { service: changes, delivery, pass } = bench;
    const heard: string[] = [];
    const end = changes.subscribe(change => heard.push(change.state));
    const opened = await changes.create(withKey('key-00001'), ben);
    await changes.merge(opened.id, ada);
    const stepOf = async (id: string) =>
      (await changes.get(opened.id, ada)).journey.find(step => step.id === id);
    const dev = (status: DeliveryRow['status'], at?: string): DeliveryRow => ({
      entityRef: entity,
      environment: 'dev',
      order: 0,
      status,
      reason: `it is ${status}`,
      newer: 'no',
      images: [],
      gate: { gated: false, differs: false, why: '', hash: '' },
      conditions: [],
      links: [],
      ...(at && { deployed: { revisions: ['a'], historyId: 1, at } }),
    });
    pass(1000);
    delivery.set(entity, [dev('progressing')]);
    await expect(stepOf('synced')).resolves.toMatchObject({
      state: 'current',
      detail: 'it is progressing',
    });
    delivery.set(entity, [dev('healthy', '2026-11-24T12:00:05.000Z')]);
    await eventually(async () =>
      expect(await bench.knex('strata_changes').first()).toMatchObject({
        reached: expect.stringContaining('synced:dev'),
      }),
    );
    delivery.set(entity, [dev('degraded', '2026-11-24T18:00:00.000Z')]);
    await expect(stepOf('synced')).resolves.toMatchObject({
      state: 'done',
      at: '2026-11-24T12:00:05.000Z',
    });
    await expect(stepOf('waiting_at_gate')).resolves.toMatchObject({
      state: 'current',
    });
    end();
    expect(heard).toContain('open');
    expect(heard.at(-1)).toBe('merged');
  });

  it('lets people take back what they opened', async () => {
    const { service: changes } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    await expect(changes.close(opened.id, ben)).resolves.toMatchObject({
      state: 'closed',
    });
  });

  it('filters lists by state, owner and entity', async () => {
    const { service: changes } = bench;
    const one = await changes.create(withKey('key-00001'), ben);
    await changes.create(withKey('key-00002', named('pantry')), ben);
    await changes.close(one.id, ada);
    const titles = async (filter: Parameters<typeof changes.list>[0]) =>
      (await changes.list(filter)).map(change => change.title).sort();
    await expect(titles({})).resolves.toHaveLength(2);
    await expect(titles({ states: ['open'] })).resolves.toEqual([
      'Add the service pantry',
    ]);
    await expect(titles({ entityRef: entity })).resolves.toEqual([
      'Add the service recipes',
    ]);
    await expect(titles({ owner: 'group:default/data' })).resolves.toEqual([]);
  });

  it('needs a person', async () => {
    await expect(
      bench.service.create(
        withKey('key-00001'),
        mockCredentials.user('user:default/nobody'),
      ),
    ).rejects.toThrow(/may not/);
  });
});
