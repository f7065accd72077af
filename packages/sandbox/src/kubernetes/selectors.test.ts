import { parseFieldSelector, parseLabelSelector } from './selectors';

const object = (labels?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'shop-1', namespace: 'shop', labels },
});
const labelled = object({ app: 'shop', tier: 'web' });

describe('parseLabelSelector', () => {
  it.each([
    ['', true],
    ['app=shop', true],
    ['app==shop,tier=web', true],
    ['app=cart', false],
    ['app!=cart', true],
    ['other!=x', true],
    ['app in (cart, shop)', true],
    ['app notin (cart,shop),tier', false],
    ['other notin (x)', true],
    ['tier', true],
    ['!tier', false],
    ['!other,app in (shop),tier!=db', true],
  ])('%s → %s', (text, expected) => {
    expect(parseLabelSelector(text)(labelled)).toBe(expected);
  });

  it('takes an object without labels for one that has none of them', () => {
    expect(parseLabelSelector('app')(object())).toBe(false);
    expect(parseLabelSelector('app!=shop')(object())).toBe(true);
  });

  it.each(['app in', 'a b', 'app in shop', '=x'])('refuses %s', text => {
    expect(() => parseLabelSelector(text)).toThrow('is no label selector');
  });
});

describe('parseFieldSelector', () => {
  it.each([
    ['metadata.name=shop-1', true],
    ['metadata.name!=shop-1', false],
    ['metadata.namespace==shop,metadata.name=shop-1', true],
    ['involvedObject.kind=Pod', false],
  ])('%s → %s', (text, expected) => {
    expect(parseFieldSelector(text)(labelled)).toBe(expected);
  });

  it('refuses fields it does not know', () => {
    expect(() => parseFieldSelector('spec.nodeName=a')).toThrow(
      'field label not supported: spec.nodeName',
    );
  });
});
