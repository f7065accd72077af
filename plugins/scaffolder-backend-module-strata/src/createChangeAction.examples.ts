import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Every one of them is run by a test. */
export const createChangeExamples: TemplateExample[] = [
  {
    description: 'Open a change that adds a service',
    example: `steps:
  - id: open
    name: Open the change
    action: strata:change:create
    input:
      template: new-service
      values:
        name: recipes
        title: Recipes
        description: What to cook, and what to buy for it
        team: product
        image: ghcr.io/homelab/recipes:1.4.2
        cluster: homelab
`,
  },
  {
    description: 'In a tree that is not the first one',
    example: `steps:
  - id: open
    name: Open the change
    action: strata:change:create
    input:
      tree: edge
      template: new-service
      values:
        name: recipes
`,
  },
];
