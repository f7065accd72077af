import { definitionSchemas, isDefinition } from './definitionSchemas';
import { folderOf } from './testing/folder';

const till = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string', const: 'Till' },
    link: { type: 'string', format: 'uri' },
  },
  required: ['apiVersion', 'kind', 'link'],
  additionalProperties: false,
});
const good = {
  apiVersion: 'strata.dev/v1alpha1',
  kind: 'Till',
  link: 'https://shop.example',
};

const validator = () =>
  definitionSchemas(folderOf({ 'till.schema.json': till }));

it('accepts a definition that its schema describes', () => {
  expect(validator()?.({ origin: 'till.yaml', object: good })).toEqual([]);
});

it.each([
  ['a field too many', { ...good, colour: 'red' }, ''],
  ['a field too few', { ...good, link: undefined }, ''],
  ['a wrong format', { ...good, link: 'shop' }, '/link'],
])('refuses %s, saying where', (_, object, pointer) => {
  expect(
    validator()?.({
      origin: 'till.yaml',
      object: JSON.parse(JSON.stringify(object)),
    }),
  ).toEqual([{ pointer, message: expect.any(String) }]);
});

it('does not pass a kind that no schema is for', () => {
  expect(() =>
    validator()?.({ origin: 'a.yaml', object: { ...good, kind: 'Shelf' } }),
  ).toThrow(/^a\.yaml: no schema in .* has "kind": Shelf$/);
});

it('knows when there are no schemas yet', () => {
  expect(definitionSchemas(`${folderOf({})}/schemas`)).toBeUndefined();
});

it("tells Strata's documents from a cluster's", () => {
  const service = (apiVersion: string) =>
    isDefinition({ origin: '', object: { apiVersion, kind: 'Service' } });
  expect(service('strata.dev/v1alpha1')).toBe(true);
  expect(service('v1')).toBe(false);
});
