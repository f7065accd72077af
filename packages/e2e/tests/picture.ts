import path from 'node:path';

/** Where pictures of pages go; `STRATA_PICTURES` for those of the README. */
export const picture = (name: string) =>
  path.join(
    process.env.STRATA_PICTURES ??
      path.resolve(process.cwd(), '../../.cache/test/pictures'),
    name,
  );
