import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  readTemplate,
  type ChangeTemplate,
  type SkeletonFile,
} from '@strata/plugin-strata-common';

/**
 * The templates below a directory, by name: every folder with a
 * `manifest.yaml`. Read once at start, so that a template that cannot be
 * rendered is known before anybody fills in its form.
 * @throws TemplateError naming the file that is wrong.
 */
export async function readTemplateFolder(
  directory: string,
): Promise<Map<string, ChangeTemplate>> {
  const templates = new Map<string, ChangeTemplate>();
  const entries = await readdir(directory, { withFileTypes: true });
  for (const { name } of entries.filter(entry => entry.isDirectory())) {
    const folder = join(directory, name);
    const manifest = await readFile(
      join(folder, 'manifest.yaml'),
      'utf8',
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (manifest === undefined) continue;
    const skeleton = await readSkeleton(join(folder, 'skeleton'));
    templates.set(name, readTemplate(name, manifest, skeleton));
  }
  return templates;
}

async function readSkeleton(folder: string): Promise<SkeletonFile[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    paths.map(async path => ({
      path: relative(folder, path).split(sep).join('/'),
      content: await readFile(path, 'utf8'),
    })),
  );
}
