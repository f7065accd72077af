import { startTestBackend } from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  type TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import strata from './index';

describe('the scaffolder module', () => {
  it('adds the actions of Strata', async () => {
    const added: TemplateAction<never, never, never>[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          { addActions: (...actions) => added.push(...(actions as never[])) },
        ],
      ],
      features: [strata],
    });
    expect(added.map(({ id }) => id)).toEqual(['strata:change:create']);
  });
});
