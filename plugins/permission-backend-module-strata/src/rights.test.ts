import { mockServices } from '@backstage/backend-test-utils';
import { readPolicyTeams, rightsOf } from './rights';

const nobody = { admins: [], auditors: [] };

describe('rightsOf', () => {
  it('tells teams from the role groups of their leads', () => {
    expect(
      rightsOf(
        [
          'user:default/ada',
          'group:default/product',
          'group:default/product-leads',
        ],
        nobody,
      ),
    ).toEqual({
      admin: false,
      auditor: false,
      teams: ['group:default/product'],
      led: ['group:default/product'],
    });
  });

  it('makes no lead of somebody who is not in the team', () => {
    // A team that is called like the leads of another one.
    expect(rightsOf(['group:default/product-leads'], nobody)).toMatchObject({
      teams: ['group:default/product-leads'],
      led: [],
    });
  });

  it('gives a guest nothing', () => {
    expect(rightsOf(['user:default/guest'], nobody)).toEqual({
      admin: false,
      auditor: false,
      teams: [],
      led: [],
    });
  });

  it('keeps namespaces apart', () => {
    const teams = { admins: ['group:default/platform'], auditors: [] };
    expect(rightsOf(['group:other/platform'], teams).admin).toBe(false);
    expect(rightsOf(['group:default/platform'], teams).admin).toBe(true);
  });
});

describe('readPolicyTeams', () => {
  it('takes names and refs', () => {
    const config = mockServices.rootConfig({
      data: {
        strata: {
          policy: {
            admins: ['platform', 'group:ops/root'],
            auditors: ['compliance'],
          },
        },
      },
    });
    expect(readPolicyTeams(config)).toEqual({
      admins: ['group:default/platform', 'group:ops/root'],
      auditors: ['group:default/compliance'],
    });
  });

  it('names nobody where nobody is configured', () => {
    expect(readPolicyTeams(mockServices.rootConfig())).toEqual(nobody);
  });
});
