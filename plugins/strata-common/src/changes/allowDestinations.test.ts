import { parseAllDocuments } from 'yaml';
import { allowDestinations } from './allowDestinations';

const file = (destinations: string) => `# Who owns what
kind: Team
metadata: { name: product }
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject # of the team
metadata:
  name: product
spec:
  destinations:${destinations}
  roles: []
---
kind: AppProject
metadata: { name: data }
spec:
  destinations:
    - { name: homelab, namespace: other }
`;
const recipes = { name: 'homelab', namespace: 'recipes' };
const edit = (text: string, wanted = [recipes]) =>
  allowDestinations('teams.yaml', text, 'product', wanted);

/** Lines that are new; every other line must be there as before. */
function newLines(before: string, after: string) {
  const left = before.split('\n');
  const fresh: string[] = [];
  for (const line of after.split('\n')) {
    if (line === left[0]) left.shift();
    else fresh.push(line);
  }
  expect(left).toEqual([]);
  return fresh;
}

describe('allowDestinations', () => {
  it.each([
    ['flow maps', '\n    - { name: homelab, namespace: n8n }', '    - '],
    ['an unindented list', '\n  - { name: homelab, namespace: n8n }', '  - '],
    ['block maps', '\n    - name: homelab\n      namespace: n8n', '    - '],
    [
      'a comment behind the last one',
      '\n    - { name: homelab, namespace: n8n } # automation',
      '    - ',
    ],
    [
      'comments and blank lines after it',
      '\n    - { name: homelab, namespace: n8n }\n\n  # people\n',
      '    - ',
    ],
  ])('adds one line to %s', (_, list, prefix) => {
    const before = file(list);
    expect(newLines(before, edit(before))).toEqual([
      `${prefix}{ name: homelab, namespace: recipes }`,
    ]);
  });

  it('adds to a flow list within its line', () => {
    expect(edit(file(' [{ name: homelab, namespace: n8n }]'))).toBe(
      file(
        ' [{ name: homelab, namespace: n8n }, { name: homelab, namespace: recipes }]',
      ),
    );
    expect(edit(file(' []'))).toContain(
      'destinations: [{ name: homelab, namespace: recipes }]',
    );
  });

  it('keeps CRLF line ends, and the other documents', () => {
    const before = file('\n    - { name: homelab, namespace: n8n }').replaceAll(
      '\n',
      '\r\n',
    );
    const after = edit(before);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    const documents = parseAllDocuments(after).map(each => each.toJS());
    expect(documents).toHaveLength(3);
    expect(documents[2].spec.destinations).toHaveLength(1);
  });

  it('adds each destination once, in order', () => {
    const before = file('\n    - { name: homelab, namespace: n8n }');
    const wanted = [{ name: 'homelab', namespace: 'recipes-dev' }, recipes];
    const after = edit(before, wanted);
    expect(newLines(before, after)).toEqual([
      '    - { name: homelab, namespace: recipes-dev }',
      '    - { name: homelab, namespace: recipes }',
    ]);
    expect(edit(after, wanted)).toBe(after);
  });

  it.each([
    ['by name', '{ name: homelab, namespace: recipes }'],
    ['by a pattern', '{ name: "*", namespace: "rec*" }'],
    ['on every server', '{ server: "*", namespace: "*" }'],
  ])('changes nothing where it is allowed %s', (_, entry) => {
    const before = file(`\n    - ${entry}`);
    expect(edit(before)).toBe(before);
  });

  it('adds beside what is only allowed elsewhere', () => {
    const before = file('\n    - { name: edge, namespace: recipes }');
    expect(newLines(before, edit(before))).toHaveLength(1);
  });

  it('quotes a name that would be read as something else', () => {
    const before = file('\n    - { name: homelab, namespace: n8n }');
    expect(edit(before, [{ name: 'homelab', namespace: '123' }])).toContain(
      '{ name: homelab, namespace: "123" }',
    );
  });

  it.each([
    ['there is no project', 'kind: Team\n', /holds no AppProject product/],
    ['it has no list', file(''), /has no list of destinations/],
    ['its list is an alias', file(' *shared'), /by hand|no list/],
  ])('says what to do by hand where %s', (_, text, message) => {
    expect(() => edit(text)).toThrow(message);
  });

  it('ends a file that had no line break at its end', () => {
    const before =
      'kind: AppProject\nmetadata: { name: product }\nspec:\n  destinations:\n    - { name: homelab, namespace: n8n }';
    expect(edit(before)).toBe(
      `${before}\n    - { name: homelab, namespace: recipes }\n`,
    );
  });
});
