import { normalizeRepository } from './repository';

describe('normalizeRepository', () => {
  const one = 'git.homelab.example/platform/gitops';

  it.each([
    'https://git.homelab.example/platform/gitops.git',
    'https://git.homelab.example/platform/gitops',
    'https://git.homelab.example/platform/gitops/',
    'http://Git.Homelab.Example/platform/gitops.git',
    'https://token@git.homelab.example:443/platform/gitops.git',
    'ssh://git@git.homelab.example/platform/gitops.git',
    'ssh://git@git.homelab.example:22/platform/gitops.git',
    'git@git.homelab.example:platform/gitops.git',
    '  git@git.homelab.example:/platform/gitops.git ',
  ])('%s', address => {
    expect(normalizeRepository(address)).toBe(one);
  });

  it.each([
    'https://git.homelab.example/platform/GitOps.git',
    'https://git.homelab.example:8443/platform/gitops.git',
    'https://git.homelab.example/platform/gitops-apps.git',
    'https://other.example/platform/gitops.git',
  ])('keeps apart %s', address => {
    expect(normalizeRepository(address)).not.toBe(one);
  });

  it('leaves a local directory a path', () => {
    expect(normalizeRepository('/srv/git/platform.git/')).toBe(
      'srv/git/platform',
    );
  });
});
