import type {
  Change,
  ChangeDetail,
  ChangePreview,
  Finding,
} from '@strata/plugin-strata-common';

export const files: ChangePreview['files'] = [
  {
    path: 'kubernetes/services/recipes/service.yaml',
    action: 'add',
    diff: '--- /dev/null\n+++ b/kubernetes/services/recipes/service.yaml\n@@ -0,0 +1,2 @@\n+apiVersion: strata.dev/v1alpha1\n+kind: Service\n',
  },
  {
    path: 'kubernetes/bootstrap/teams.yaml',
    action: 'modify',
    diff: '--- a/kubernetes/bootstrap/teams.yaml\n+++ b/kubernetes/bootstrap/teams.yaml\n@@ -40,1 +40,2 @@\n     - { name: homelab, namespace: n8n }\n+    - { name: homelab, namespace: recipes }\n',
  },
];

export const warning: Finding = {
  code: 'sla-without-monitoring',
  severity: 'warning',
  path: 'kubernetes/services/recipes/service.yaml',
  line: 26,
  column: 3,
  message: 'services/recipes promises an SLA and has no monitoring',
  remedy: 'Add spec.monitoring with enabled: true.',
};

export const preview: ChangePreview = {
  base: 'a1b2c3',
  title: 'Add the service recipes',
  files,
  added: [],
  removed: [],
  acceptable: true,
};

export const openChange: ChangeDetail = {
  id: 'change-1',
  tree: 'platform',
  template: 'new-service',
  title: 'Add the service recipes',
  state: 'open',
  author: 'user:default/ben',
  createdAt: '2026-11-24T12:00:00.000Z',
  updatedAt: '2026-11-24T12:00:00.000Z',
  branch: 'strata/new-service/recipes-change-1',
  base: 'a1b2c3',
  head: 'd4e5f6',
  entityRefs: ['component:default/recipes'],
  owner: 'group:default/product',
  journey: [
    {
      id: 'opened',
      title: 'Opened',
      state: 'done',
      at: '2026-11-24T12:00:00.000Z',
      detail: 'by user:default/ben',
    },
    {
      id: 'merged',
      title: 'Merged',
      state: 'current',
      detail: 'Someone of product merges it',
    },
    { id: 'in_catalog', title: 'In the catalog', state: 'pending' },
  ],
  actions: { merge: true, close: true },
  files,
  added: [],
};

export const mergedChange: ChangeDetail = {
  ...openChange,
  id: 'change-2',
  title: 'Add the service pantry',
  state: 'merged',
  mergeCommit: '0123456789abcdef0123456789abcdef01234567',
  entityRefs: ['component:default/pantry'],
  journey: [
    { id: 'opened', title: 'Opened', state: 'done' },
    { id: 'in_catalog', title: 'In the catalog', state: 'done' },
    {
      id: 'synced',
      environment: 'dev',
      title: 'Synced in dev',
      state: 'unknown',
      detail: 'cluster homelab is unreachable',
    },
  ],
  actions: { merge: false, close: false },
};

export const conflictedChange: Change = {
  ...openChange,
  id: 'change-3',
  title: 'Add the service n8n',
  state: 'conflicted',
};
