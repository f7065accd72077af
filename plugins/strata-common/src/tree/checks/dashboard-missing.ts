import { resolvePath } from '../paths';
import type { Check } from './Check';

/** A dashboard named by a path is a file of the item. @internal */
export const dashboardMissing: Check = {
  code: 'dashboard-missing',
  *run(context) {
    for (const item of context.items) {
      yield;
      item.definition?.spec.monitoring?.dashboards?.forEach((entry, index) => {
        if (!/\.json$/.test(entry) || /^[a-z]+:/i.test(entry)) return;
        const path = resolvePath(item.directory, entry);
        if (path !== undefined && context.files.kind(path) !== undefined)
          return;
        context.report(
          'warning',
          context.at(item, 'spec', 'monitoring', 'dashboards', index),
          `the dashboard ${entry} does not exist`,
          `Add ${item.directory}/${entry}, or give an address.`,
        );
      });
    }
  },
};
