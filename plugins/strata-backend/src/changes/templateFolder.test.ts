import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readTemplateFolder } from './templateFolder';

describe('readTemplateFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-templates-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads the templates that are shipped', async () => {
    const templates = await readTemplateFolder(
      resolve(__dirname, '../../../../templates'),
    );
    const template = templates.get('new-service');
    expect(template?.manifest.metadata.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(template?.skeleton.map(({ path }) => path)).toContain(
      'environments/base/deployment.yaml',
    );
  });

  it('passes over folders that are no change templates', async () => {
    await mkdir(join(folder, 'only-scaffolder'));
    await writeFile(join(folder, 'only-scaffolder/template.yaml'), 'a: 1');
    await expect(readTemplateFolder(folder)).resolves.toEqual(new Map());
  });

  it('names template and file that are wrong', async () => {
    await mkdir(join(folder, 'broken/skeleton'), { recursive: true });
    await writeFile(join(folder, 'broken/manifest.yaml'), 'kind: Nothing');
    await expect(readTemplateFolder(folder)).rejects.toThrow(
      /template broken, manifest\.yaml/,
    );
  });

  it('says which folder is not there', async () => {
    await expect(readTemplateFolder(join(folder, 'none'))).rejects.toThrow(
      /none/,
    );
  });
});
