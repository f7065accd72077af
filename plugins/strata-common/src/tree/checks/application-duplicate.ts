import type { Check } from './Check';

/** Two Applications of one name in one namespace overwrite each other. @internal */
export const applicationDuplicate: Check = {
  code: 'application-duplicate',
  *run(context) {
    const first = new Map<string, string>();
    for (const { facts, document, path } of context.deployment.applications) {
      yield;
      const key = `${facts.namespace ?? ''}/${facts.name}`;
      const other = first.get(key);
      const here = document.at(path);
      if (other === undefined) {
        first.set(key, `${here.path}:${here.line}`);
        continue;
      }
      context.report(
        'error',
        here,
        `a second Application is named ${facts.name}; the first is at ${other}`,
        'Prefix one of the names with the area.',
      );
    }
  },
};
