import { concerns } from './useResource';

const delivery = {
  kind: 'delivery' as const,
  entityRefs: ['component:default/n8n'],
  owners: ['group:default/product'],
};

describe('concerns', () => {
  it.each([
    ['everything, where nothing is named', {}, true],
    [
      'an entity that is shown',
      { entityRefs: ['component:default/n8n'] },
      true,
    ],
    [
      'an entity that is not',
      { entityRefs: ['component:default/kafka'] },
      false,
    ],
    ['an owner that is shown', { owners: ['group:default/product'] }, true],
    ['no kind that is shown', { kinds: ['sla' as const] }, false],
    ['nobody, where nobody can be concerned', { entityRefs: [] }, false],
  ])('%s', (_what, options, expected) => {
    expect(concerns(delivery, options)).toBe(expected);
  });

  it('a signal that names nobody is about everybody', () => {
    expect(
      concerns(
        { kind: 'tree', entityRefs: [], owners: [] },
        { entityRefs: ['component:default/n8n'] },
      ),
    ).toBe(true);
  });
});
