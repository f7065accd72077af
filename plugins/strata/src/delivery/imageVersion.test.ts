import {
  mainVersion,
  parseImage,
  shortRevision,
  shortRevisions,
} from './imageVersion';

describe('parseImage', () => {
  it.each([
    ['ghcr.io/advplyr/audiobookshelf:2.9.1', 'audiobookshelf', '2.9.1'],
    ['registry.local:5000/team/app:1', 'app', '1'],
    ['registry.local:5000/team/app', 'app', 'latest'],
    ['nginx', 'nginx', 'latest'],
    [`app:1.2@sha256:${'a'.repeat(64)}`, 'app', '1.2'],
    [`app@sha256:${'b'.repeat(64)}`, 'app', 'bbbbbbbbbbbb'],
  ])('%s', (image, name, version) => {
    expect(parseImage(image)).toEqual({ name, version });
  });
});

describe('mainVersion', () => {
  it('takes the image named like the item', () => {
    expect(mainVersion(['postgres:16.4', 'n8nio/n8n:1.62.3'], 'n8n')).toEqual({
      version: '1.62.3',
      others: 1,
    });
  });

  it('tells both versions of a rollout', () => {
    expect(mainVersion(['n8n:1', 'n8n:2'], 'n8n')).toEqual({
      version: '1 + 2',
      others: 0,
    });
  });

  it('knows nothing where nothing runs', () => {
    expect(mainVersion([], 'n8n')).toBeUndefined();
  });
});

describe('revisions', () => {
  it('shortens commits and nothing else', () => {
    expect(shortRevision('5f3c2e19c0c34f7c8f6d1f6d6f1d1a2b3c4d5e6f')).toBe(
      '5f3c2e1',
    );
    expect(shortRevision('1.30.3')).toBe('1.30.3');
  });

  it('tells each revision of several sources once', () => {
    expect(shortRevisions(['1.30.3', '1.30.3', '88.5.3'])).toBe(
      '1.30.3, 88.5.3',
    );
  });
});
