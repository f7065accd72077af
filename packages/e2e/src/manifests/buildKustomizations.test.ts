import { buildKustomizations, kustomizationsIn } from './buildKustomizations';
import { folderOf } from './testing/folder';

const kubectl = process.env.STRATA_KUBECTL;

const configMap = `
apiVersion: v1
kind: ConfigMap
metadata: { name: shop }
data: { size: small }
`;

it('finds every directory with a kustomization', () => {
  const folder = folderOf({
    'shop/base/kustomization.yaml': '',
    'shop/dev/kustomization.yaml': '',
    'shop/service.yaml': '',
    'kustomization.yaml': '',
  });
  expect(kustomizationsIn(folder)).toEqual(['.', 'shop/base', 'shop/dev']);
});

(kubectl ? describe : describe.skip)(
  kubectl ? 'buildKustomizations' : 'skipped: needs kubectl',
  () => {
    it('gives what each directory applies, and says where from', async () => {
      const folder = folderOf({
        'base/kustomization.yaml': 'resources: [shop.yaml]',
        'base/shop.yaml': configMap,
        'dev/kustomization.yaml': 'namespace: shop-dev\nresources: [../base]',
      });
      const object = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'shop' },
        data: { size: 'small' },
      };
      expect(await buildKustomizations(folder, kubectl!)).toEqual([
        {
          directory: 'base',
          status: 'built',
          manifests: [{ origin: 'base', object }],
        },
        {
          directory: 'dev',
          status: 'built',
          manifests: [
            {
              origin: 'dev',
              object: {
                ...object,
                metadata: { name: 'shop', namespace: 'shop-dev' },
              },
            },
          ],
        },
      ]);
    });

    it.each([
      ['a file that is missing', 'resources: [gone.yaml]', /gone\.yaml/],
      ['a field misspelt', 'resource: [shop.yaml]', /unknown field "resource"/],
      [
        'a patch of nothing',
        'resources: [shop.yaml]\npatches: [{ target: { kind: Job, name: a }, patch: "kind: [" }]',
        /patch/,
      ],
      [
        'a base in the network',
        'resources: ["https://example.com/base.yaml"]',
        /proxyconnect/,
      ],
    ])('fails on %s, alone', async (_, kustomization, message) => {
      const folder = folderOf({
        'bad/kustomization.yaml': kustomization,
        'bad/shop.yaml': configMap,
        'good/kustomization.yaml': 'resources: [shop.yaml]',
        'good/shop.yaml': configMap,
      });
      expect(await buildKustomizations(folder, kubectl!)).toMatchObject([
        {
          directory: 'bad',
          status: 'failed',
          message: expect.stringMatching(message),
        },
        { directory: 'good', status: 'built' },
      ]);
    });
  },
);
