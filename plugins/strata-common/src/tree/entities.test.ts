import { mapEntities, toEntities } from './entities';
import { strataSpecOf, strataTeamSpecOf } from './entitiesSpec';
import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { exampleFiles } from './testing/exampleTree';
import { readOf } from './testing/readOf';
import {
  definition,
  find,
  names,
  product,
  teams,
  treeOf,
  urls,
} from './testing/entityFixtures';

describe('toEntities', () => {
  it('makes a Component of an item, with everything its definition says', () => {
    const tree = treeOf({
      'kubernetes/services/n8n/service.yaml': definition(
        'n8n',
        {
          owner: { team: 'product', slack: 'https://chat.example.org/n8n' },
          environments: {
            dev: { cluster: 'homelab', namespace: 'n8n-dev', autoSync: true },
            production: {
              cluster: 'homelab',
              namespace: 'n8n',
              autoSync: false,
            },
          },
          sla: { availability: '99.5%', latency: '500ms' },
          slos: [
            {
              name: 'availability',
              target: '99.7%',
              sli: { class: 'istio-requests' },
            },
          ],
          errorBudgetPolicy: 'warn',
          dependencies: ['platform/data/mongodb'],
          monitoring: {
            runbook: 'https://wiki.example.org/n8n',
            dashboards: [
              'https://grafana.example.org/d/n8n',
              'grafana/n8n.json',
            ],
          },
        },
        {
          title: 'n8n',
          description: 'Workflows',
          labels: { category: 'automation' },
          tags: ['workflow'],
          links: [{ url: 'https://n8n.example.org', title: 'Open' }],
          annotations: { 'example.org/note': 'x' },
        },
      ),
      'kubernetes/platform/data/mongodb/service.yaml': definition('mongodb'),
    });
    const entities = toEntities(tree, urls);
    expect(find(entities, 'component:n8n')).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'n8n',
        namespace: 'default',
        title: 'n8n',
        description: 'Workflows',
        labels: {
          category: 'automation',
          'strata.dev/layer': 'services',
          'strata.dev/area': 'automation',
          'strata.dev/core': 'false',
          'strata.dev/owner-source': 'declared',
        },
        annotations: {
          'example.org/note': 'x',
          'strata.dev/path': 'services/n8n',
          'strata.dev/tree': 'platform',
          'backstage.io/kubernetes-id': 'n8n',
          'backstage.io/kubernetes-label-selector':
            'app.kubernetes.io/name=n8n',
          'argocd/app-selector': 'strata.dev/item=services.n8n',
          'grafana/dashboard-selector': 'n8n',
          'backstage.io/managed-by-location':
            'strata:platform/kubernetes/services/n8n/service.yaml',
          'backstage.io/managed-by-origin-location':
            'strata:platform/kubernetes/services/n8n/service.yaml',
          'backstage.io/view-url':
            'https://git.example.org/view/kubernetes/services/n8n/service.yaml',
          'backstage.io/edit-url':
            'https://git.example.org/edit/kubernetes/services/n8n/service.yaml',
          'backstage.io/source-location':
            'url:https://git.example.org/view/kubernetes/services/n8n',
        },
        tags: ['workflow'],
        links: [
          { url: 'https://n8n.example.org', title: 'Open' },
          {
            url: 'https://wiki.example.org/n8n',
            title: 'Runbook',
            icon: 'docs',
          },
          {
            url: 'https://grafana.example.org/d/n8n',
            title: 'Dashboard n8n',
            icon: 'dashboard',
          },
          {
            url: 'https://git.example.org/view/kubernetes/services/n8n/grafana/n8n.json',
            title: 'Dashboard n8n.json',
            icon: 'dashboard',
          },
          {
            url: 'https://oncall.example.org/product',
            title: 'On-call',
            icon: 'alert',
          },
          { url: 'https://chat.example.org/n8n', title: 'Chat', icon: 'chat' },
          {
            url: 'mailto:product@example.org',
            title: 'product@example.org',
            icon: 'email',
          },
        ],
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: 'group:default/product',
        system: 'services-automation',
        dependsOn: ['component:default/platform-data-mongodb'],
        strata: {
          tree: 'platform',
          layer: 'services',
          path: 'services/n8n',
          owner: {
            source: 'declared',
            team: 'product',
            slack: 'https://chat.example.org/n8n',
            email: 'product@example.org',
            oncall: 'https://oncall.example.org/product',
          },
          environments: [
            {
              name: 'dev',
              declared: true,
              cluster: 'homelab',
              namespace: 'n8n-dev',
              autoSync: true,
            },
            {
              name: 'production',
              declared: true,
              cluster: 'homelab',
              namespace: 'n8n',
              autoSync: false,
            },
          ],
          sla: {
            availability: 0.995,
            latency: { threshold: '500ms', target: 0.95 },
          },
          slos: [
            {
              name: 'availability',
              target: 0.997,
              window: '30d',
              sli: { class: 'istio-requests' },
            },
          ],
          errorBudgetPolicy: 'warn',
        },
      },
    });
  });

  it('gives back what it wrote in spec.strata', () => {
    const tree = treeOf({
      'kubernetes/services/n8n/service.yaml': definition('n8n', {
        owner: { team: 'product' },
      }),
    });
    const entities = toEntities(tree);
    expect(strataSpecOf(find(entities, 'component:n8n'))).toMatchObject({
      path: 'services/n8n',
      environments: [{ name: 'production', declared: false }],
      slos: [],
    });
    expect(strataTeamSpecOf(find(entities, 'group:product'))).toMatchObject({
      team: 'product',
      slack: '#product',
    });
    expect(strataSpecOf(find(entities, 'group:product'))).toBeUndefined();
  });

  it('takes the error budget policy of the team where the item has none', () => {
    const tree = treeOf({
      'kubernetes/bootstrap/teams.yaml': teams([
        'product',
        { errorBudgetPolicy: 'block' },
      ]),
      'kubernetes/services/a/service.yaml': definition('a', {
        owner: { team: 'product' },
      }),
      'kubernetes/services/b/service.yaml': definition('b', {
        owner: { team: 'product' },
        errorBudgetPolicy: 'none',
      }),
    });
    const entities = toEntities(tree, urls);
    expect(
      ['component:a', 'component:b'].map(
        ref => strataSpecOf(find(entities, ref))?.errorBudgetPolicy,
      ),
    ).toEqual(['block', 'none']);
  });

  it('leaves areas to a platform team that could not be read', () => {
    const tree = treeOf({
      'kubernetes/bootstrap/teams.yaml': 'a: [',
      'kubernetes/platform/data/mongodb/service.yaml': definition('mongodb'),
    });
    tree.options.platformTeam = 'platform';
    expect(
      find(toEntities(tree, urls), 'system:platform-data').spec?.owner,
    ).toBe('group:default/platform');
  });

  it('names the namespace where all environments share one', () => {
    const tree = treeOf({
      'kubernetes/platform/data/mongodb/service.yaml': definition('mongodb', {
        environments: { production: { namespace: 'mongodb' } },
      }),
    });
    expect(
      find(toEntities(tree), 'component:platform-data-mongodb').metadata
        .annotations,
    ).toMatchObject({ 'backstage.io/kubernetes-namespace': 'mongodb' });
  });

  it('makes Domains of layers and Systems of areas and categories', () => {
    const tree = treeOf(
      {
        'kubernetes/bootstrap/teams.yaml': teams(
          product,
          ['platform', {}],
          ['data', { owns: ['platform/data'] }],
        ),
        'kubernetes/services/n8n/service.yaml': definition(
          'n8n',
          { owner: { team: 'product' } },
          { labels: { category: 'automation' } },
        ),
        'kubernetes/platform/data/mongodb/service.yaml': definition('mongodb'),
        'kubernetes/infra/network/cilium/kustomization.yaml': 'resources: []',
      },
      { platformTeam: 'platform' },
    );
    const entities = toEntities(tree);
    expect(
      entities
        .filter(({ entity }) => /Domain|System/.test(entity.kind))
        .map(({ entity: { kind, metadata, spec } }) => [
          kind,
          metadata.name,
          metadata.title,
          spec?.domain,
          spec?.owner,
        ]),
    ).toEqual([
      // Nobody's by `owns`: the platform team's, never guessed from the items.
      [
        'Domain',
        'infra',
        'Infrastructure',
        undefined,
        'group:default/platform',
      ],
      ['Domain', 'platform', 'Platform', undefined, 'group:default/platform'],
      ['Domain', 'services', 'Services', undefined, 'group:default/platform'],
      [
        'System',
        'infra-network',
        'Infrastructure / Network',
        'infra',
        'group:default/platform',
      ],
      [
        'System',
        'platform-data',
        'Platform / Data',
        'platform',
        'group:default/data',
      ],
      [
        'System',
        'services-automation',
        'Services / Automation',
        'services',
        'group:default/platform',
      ],
    ]);
    expect(find(entities, 'component:infra-network-cilium').spec).toMatchObject(
      { owner: 'group:default/unowned', type: 'infrastructure' },
    );
  });

  it('makes Groups of teams and their leads, and Users of members', () => {
    const tree = treeOf({
      'kubernetes/bootstrap/teams.yaml': teams(
        ['engineering', { type: 'business-unit' }, { title: 'Engineering' }],
        [
          'product',
          { ...product[1], parent: 'engineering' },
          {
            annotations: { 'argocd.argoproj.io/hook': 'Skip', 'a.org/b': 'c' },
          },
        ],
        ['data', { members: [{ name: 'ada' }] }],
      ),
    });
    const entities = toEntities(tree);
    expect(names(entities)).toEqual([
      'Group data',
      'Group engineering',
      'Group product',
      'Group product-leads',
      'User ada',
      'User ben',
    ]);
    expect(find(entities, 'group:product')).toMatchObject({
      metadata: {
        annotations: expect.not.objectContaining({
          'argocd.argoproj.io/hook': 'Skip',
        }),
        links: [
          { url: 'https://oncall.example.org/product' },
          { url: 'mailto:product@example.org' },
        ],
      },
      spec: {
        type: 'team',
        parent: 'engineering',
        profile: { displayName: 'product', email: 'product@example.org' },
        children: [],
      },
    });
    expect(find(entities, 'group:product-leads').spec).toMatchObject({
      type: 'role',
      parent: 'product',
    });
    expect(find(entities, 'user:ada').spec).toEqual({
      profile: { displayName: 'Ada L.' },
      memberOf: ['data', 'product', 'product-leads'],
    });
    expect(find(entities, 'user:ben').spec).toEqual({
      profile: { displayName: 'ben', email: 'ben@example.org' },
      memberOf: ['product'],
    });
  });

  it('shows what nobody owns as a Group, and only where there is such', () => {
    const owned = treeOf({
      'kubernetes/bootstrap/teams.yaml': teams([
        'product',
        { owns: ['services'] },
      ]),
      'kubernetes/services/a/service.yaml': definition('a'),
    });
    expect(names(toEntities(owned))).not.toContain('Group unowned');
    const unowned = treeOf({
      'kubernetes/services/a/service.yaml': definition('a'),
    });
    expect(names(toEntities(unowned))).toContain('Group unowned');
  });

  it('lets no team pass for the leads of another, nor for the unowned', () => {
    const tree = treeOf({
      'kubernetes/bootstrap/teams.yaml': teams(
        product,
        ['product-leads', { members: [{ name: 'mallory' }] }],
        ['unowned', { members: [{ name: 'mallory' }] }],
      ),
    });
    const { entities, findings } = mapEntities(tree);
    expect(names(entities)).not.toContain('User mallory');
    expect(find(entities, 'group:product-leads').spec?.type).toBe('role');
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['team-name-reserved', expect.stringContaining('leads of team product')],
      ['team-name-reserved', expect.stringContaining('nobody owns')],
    ]);
  });

  it('prefixes every name but those of the first tree', () => {
    const files = {
      'kubernetes/services/a/service.yaml': definition('a', {
        owner: { team: 'product' },
      }),
    };
    const second = toEntities(treeOf(files, { id: 'edge', primary: false }));
    expect(names(second)).toEqual([
      'Domain edge-services',
      'Group edge-product',
      'Group edge-product-leads',
      'Group edge-unowned',
      'User edge-ada',
      'User edge-ben',
      'Component edge-a',
    ]);
    expect(find(second, 'component:edge-a').spec?.owner).toBe(
      'group:default/edge-product',
    );
    expect(find(second, 'user:edge-ada').spec?.memberOf).toEqual([
      'edge-product',
      'edge-product-leads',
    ]);
  });

  it('refuses annotations that belong to Strata and to the catalog', () => {
    const tree = treeOf({
      'kubernetes/services/a/service.yaml': definition(
        'a',
        {},
        {
          annotations: {
            'strata.dev/path': 'services/other',
            'backstage.io/managed-by-location': 'url:https://evil.example.org',
            'techdocs.backstage.io/ref': 'x',
          },
        },
      ),
    });
    const { annotations } = find(toEntities(tree), 'component:a').metadata;
    expect(annotations).toMatchObject({
      'strata.dev/path': 'services/a',
      'backstage.io/managed-by-location':
        'strata:platform/kubernetes/services/a/service.yaml',
    });
    expect(Object.keys(annotations ?? {})).not.toContain(
      'techdocs.backstage.io/ref',
    );
  });

  it('changes nothing with a commit that changes nothing', () => {
    const read = readOf(exampleFiles());
    const options = defaultTreeOptions();
    const before = toEntities(parseTree(read, options));
    const after = toEntities(
      parseTree(
        {
          ...read,
          revision: 'fedcba9876543210fedcba9876543210fedcba98',
          committedAt: '2026-11-24T12:00:00Z',
          entries: [...read.entries].reverse(),
        },
        options,
      ),
    );
    expect(after).toEqual(before);
    expect(JSON.stringify(before)).not.toContain(read.revision);
  });

  it('writes nothing that JSON would lose', () => {
    const entities = toEntities(
      parseTree(readOf(exampleFiles()), defaultTreeOptions()),
    );
    for (const { entity } of entities) {
      expect(JSON.parse(JSON.stringify(entity))).toStrictEqual(entity);
    }
  });
});
