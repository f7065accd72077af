import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readDirectory } from './check/readDirectory';
import { runStrata } from './runStrata';

const workspace = resolve(__dirname, '../../..');
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-cli-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

async function run(...args: string[]) {
  let out = '';
  let error = '';
  const code = await runStrata(args, {
    out: text => (out += text),
    error: text => (error += text),
    isColoured: false,
  });
  return { code, out, error };
}

const n8n = `apiVersion: strata.dev/v1alpha1
kind: Service
metadata:
  name: n9n
spec: {}
`;
const tree = {
  'kubernetes/services/n8n/service.yaml': n8n,
  'kubernetes/services/n8n/kustomization.yaml': 'resources: []\n',
};

describe('strata check', () => {
  it('finds nothing in the example tree', async () => {
    expect(
      await run('check', join(workspace, 'examples/platform')),
    ).toMatchObject({
      code: 0,
      out: '25 items, 6 teams: nothing to complain about\n',
    });
  });

  it('points at file, line and column, and says what to do', async () => {
    await write(tree);
    const { code, out } = await run('check', directory);
    expect(code).toBe(1);
    expect(out).toContain(
      [
        'kubernetes/services/n8n/service.yaml:4:9 error name-directory',
        '  the name is n9n and the directory is n8n',
        '  4 |   name: n9n',
        '    |         ^',
        '  → Write name: n8n, or rename the directory.',
      ].join('\n'),
    );
    expect(out).toMatch(/1 item, 0 teams: 1 error, 2 warnings\n$/);
  });

  it('prints JSON for machines', async () => {
    await write(tree);
    const { code, out } = await run('check', directory, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      root: 'kubernetes',
      counts: { items: 1, errors: 1, warnings: 2 },
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'name-directory', line: 4 }),
      ]),
    });
  });

  it('finds what the catalog of the portal would refuse', async () => {
    await write({
      ...tree,
      'kubernetes/services/n8n/service.yaml': n8n.replace('n9n', 'n8n'),
      'kubernetes/bootstrap/teams.yaml': `apiVersion: strata.dev/v1alpha1
kind: Team
metadata:
  name: unowned
  annotations: { argocd.argoproj.io/hook: Skip }
spec: {}
`,
    });
    const { code, out } = await run('check', directory);
    expect(code).toBe(1);
    expect(out).toMatch(
      /bootstrap\/teams.yaml:1:1 error team-name-reserved\n.*stands for everything nobody owns/,
    );
  });

  it('lets warnings pass, unless they are to fail', async () => {
    await write({
      ...tree,
      'kubernetes/services/n8n/service.yaml': n8n.replace('n9n', 'n8n'),
    });
    expect((await run('check', directory)).code).toBe(0);
    expect((await run('check', directory, '--strict')).code).toBe(1);
  });

  it.each([
    [['check', '/does/not/exist'], /cannot be read/],
    [['check', '--format', 'xml'], /Allowed choices are text, json/],
    [['check', '.', '--config', '/does/not/exist.yaml'], /cannot be read/],
    [['chek'], /unknown command/],
  ])('%j cannot run', async (args, reason) => {
    const { code, error } = await run(...args);
    expect(code).toBe(2);
    expect(error).toMatch(reason);
  });

  it('explains itself', async () => {
    const { code, out } = await run('check', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Exit codes: 0 clean, 1 errors found, 2 could not run/);
  });
});

describe('trees with other layers, by configuration', () => {
  const other = {
    'apps/n8n/service.yaml': n8n
      .replace('n9n', 'n8n')
      .replace('strata.dev/v1alpha1', 'acme.example/v1'),
    'apps/n8n/kustomization.yaml': 'resources: []\n',
  };
  const layers = `layers: [{ name: apps, pattern: apps/*, type: service }]
apiVersions: [acme.example/v1]
`;

  it('reads strata.yaml beside the tree', async () => {
    await write({ ...other, 'strata.yaml': `root: ""\n${layers}` });
    const { code, out } = await run('check', directory);
    expect(out).toMatch(/1 item, 0 teams: 0 errors, 2 warnings/);
    expect(code).toBe(0);
  });

  it('reads the configuration of the portal', async () => {
    await write({
      ...other,
      'app-config.yaml': `app: { title: x }
strata:
  trees: [{ id: main, root: "" }, { id: other }]
  tree:
    ${layers.replace('\n', '\n    ')}`,
    });
    const config = join(directory, 'app-config.yaml');
    const { out } = await run('check', directory, '--config', config);
    expect(out).toMatch(/1 item/);
    expect(
      await run('check', directory, '--config', config, '--tree', 'nope'),
    ).toMatchObject({
      code: 2,
      error: expect.stringContaining('has no tree nope; it has main, other'),
    });
  });

  it('does not guess at a configuration with a mistake', async () => {
    await write({ ...other, 'strata.yaml': 'rot: ""\n' });
    const { code, error } = await run('check', directory);
    expect(code).toBe(2);
    expect(error).toMatch(/strata.yaml:1:1 warning field-unknown/);
    expect(error).toMatch(/Did you mean root\?/);
  });
});

describe('reading a directory', () => {
  it('follows no link, passes over .git and leaves large files unread', async () => {
    await write({
      'kubernetes/a.yaml': 'a',
      'kubernetes/big.yaml': 'x'.repeat(20),
      'kubernetes/.git/config': 'x',
      'kubernetes/module/.git': 'gitdir: ../x',
      'outside.yaml': 'secret',
    });
    await symlink('../outside.yaml', join(directory, 'kubernetes/link.yaml'));
    const read = await readDirectory(directory, 'kubernetes', {
      fileBytes: 10,
      totalBytes: 100,
      entries: 10,
    });
    expect(read.entries.map(entry => `${entry.kind} ${entry.path}`)).toEqual([
      'file kubernetes/a.yaml',
      'too_large kubernetes/big.yaml',
      'symlink kubernetes/link.yaml',
      'submodule kubernetes/module',
    ]);
  });

  it('refuses what is no tree', async () => {
    await write({ 'a/1': 'x', 'a/2': 'x', 'a/3': 'x' });
    const limits = { fileBytes: 10, totalBytes: 100, entries: 2 };
    await expect(readDirectory(directory, 'a', limits)).rejects.toThrow(
      /more than 2 files/,
    );
    await expect(
      readDirectory(directory, 'a', { ...limits, entries: 9, totalBytes: 2 }),
    ).rejects.toThrow(/more than 2 bytes/);
  });
});

describe('strata schemas', () => {
  it('the published schemas are current', async () => {
    expect(
      await run('schemas', '--check', '--out', join(workspace, 'docs/schemas')),
    ).toEqual({ code: 0, out: '', error: '' });
  });

  it('writes them, and tells what is out of date', async () => {
    const out = join(directory, 'schemas');
    expect((await run('schemas', '--check', '--out', out)).code).toBe(1);
    expect((await run('schemas', '--out', out)).code).toBe(0);
    expect((await run('schemas', '--check', '--out', out)).code).toBe(0);
  });
});
