import { newerImage } from './versions';

describe('newerImage', () => {
  it.each([
    ['newer minor', ['a/b:2.18.0'], ['a/b:2.17.9'], true],
    ['numbers, not text', ['a/b:2.10.0'], ['a/b:2.9.0'], true],
    ['v and a port', ['r.io:5000/a:v1.3'], ['r.io:5000/a:v1.2'], true],
    [
      'digest beside the tag',
      ['a:1.3.0@sha256:ff'],
      ['a:1.2.0@sha256:00'],
      true,
    ],
    ['same', ['a:1.2.0'], ['a:1.2.0'], false],
    ['older', ['a:1.2.0'], ['a:1.3.0'], false],
    ['another image', ['a:1.3.0'], ['b:1.2.0'], false],
    ['no versions', ['a:main'], ['a:stable'], false],
    ['a commit', ['a:3f2a91c'], ['a:77ab012'], false],
    ['digest only', ['a@sha256:ff'], ['a@sha256:00'], false],
    ['another flavour', ['a:1.3.0-alpine'], ['a:1.2.0-debian'], false],
    ['in the middle of a rollout', ['a:1.3.0', 'a:1.2.0'], ['a:1.2.0'], false],
    ['nothing runs', [], ['a:1.2.0'], false],
  ])('%s', (_, here, there, newer) => {
    expect(newerImage(here, there) !== undefined).toBe(newer);
  });
});
