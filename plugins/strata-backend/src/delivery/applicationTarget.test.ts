import { checkNames, refOfTarget, targetOf } from './applicationTarget';

const ref = { cluster: 'homelab', namespace: 'argocd', name: 'n8n-dev' };

describe('the target of an audit event', () => {
  it('leads back to its Application', () => {
    expect(targetOf(ref)).toBe('application:homelab/argocd/n8n-dev');
    expect(refOfTarget(targetOf(ref))).toEqual(ref);
  });

  it.each(['change:42', 'application:homelab/argocd', 'application:a/b/c/d'])(
    'is no Application: %s',
    target => {
      expect(refOfTarget(target)).toBeUndefined();
    },
  );
});

describe('checkNames', () => {
  it.each([
    ['name', '..'],
    ['name', 'a/b'],
    ['name', 'a%2Fb'],
    ['name', 'a?b'],
    ['name', 'a\nb'],
    ['name', 'a'.repeat(254)],
    ['namespace', 'dots.are.not'],
    ['namespace', ''],
    ['cluster', '-begins'],
  ])('refuses %s %j and names the field', (field, value) => {
    expect(() => checkNames({ ...ref, [field]: value })).toThrow(
      new RegExp(`^${field} must be`),
    );
  });

  it('lets names of Kubernetes pass', () => {
    expect(() => checkNames({ ...ref, name: 'n8n.dev-1' })).not.toThrow();
  });
});
