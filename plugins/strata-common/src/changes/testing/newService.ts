import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readTemplate, SkeletonFile } from '../template';

const folder = resolve(__dirname, '../../../../../templates/new-service');

/** The files of the template new-service, by path below its folder. */
export function newServiceFiles(): SkeletonFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => ({
      path: relative(folder, path),
      content: readFileSync(path, 'utf8'),
    }));
}

/** The template new-service as it is shipped, for tests. */
export function newServiceTemplate() {
  const files = newServiceFiles();
  const manifest = files.find(file => file.path === 'manifest.yaml');
  return readTemplate(
    'new-service',
    manifest!.content,
    files.flatMap(({ path, content }) =>
      path.startsWith('skeleton/')
        ? [{ path: path.slice('skeleton/'.length), content }]
        : [],
    ),
  );
}

/** Answers to every question that has no default. */
export const newServiceAnswers = {
  name: 'recipes',
  title: 'Recipes',
  description: 'What to cook, and what to buy for it',
  team: 'product',
  image: 'ghcr.io/homelab/recipes:1.4.2',
  cluster: 'homelab',
};
