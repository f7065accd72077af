import type { ApiServer } from './ApiServer';
import {
  applicationSets,
  fullApplication,
  type Platform,
  projects,
} from './platform';

/** Puts a whole platform on the server. */
export function fill(server: ApiServer, { items, applications }: Platform) {
  for (const { name } of applications) {
    const state = { resourceVersion: server.nextVersion, inSync: true };
    server.add('applications', name, fullApplication(name, state));
  }
  for (const set of applicationSets(items)) {
    server.add('applicationsets', set.metadata.name, set);
  }
  for (const project of projects()) {
    server.add('appprojects', project.metadata.name, project);
  }
}
