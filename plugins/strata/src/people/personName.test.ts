import { personName } from './personName';

it.each([
  ['user:default/ada', 'ada'],
  ['argocd', 'argocd'],
  ['proj:product:portal', 'proj:product:portal'],
  ['group:default/product', 'group:default/product'],
])('%s is called %s', (ref, name) => {
  expect(personName(ref)).toBe(name);
});
