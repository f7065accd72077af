import {
  applicationObject,
  minutesAgo,
  revisionA,
} from './__testUtils__/fixtures';
import { readApplicationDetail } from './applicationDetail';

const withStatus = (status: object) => ({
  ...applicationObject,
  status: { ...applicationObject.status, ...status },
});
const pod = { kind: 'Pod', name: 'a', namespace: 'x', version: 'v1' };

describe('readApplicationDetail', () => {
  it('reads the whole history, ids from 0, each source with its revision', () => {
    const { history } = readApplicationDetail(
      withStatus({
        history: [
          { id: 0, revision: revisionA, source: { path: 'a' } },
          {
            id: 1,
            revisions: ['1.2.3', revisionA],
            sources: [{ chart: 'n8n' }, { path: 'values' }],
            deployedAt: minutesAgo(5),
          },
        ],
      }),
    );
    expect(history).toMatchObject([
      { id: 0, revisions: [revisionA], sources: [{ path: 'a' }] },
      {
        id: 1,
        revisions: ['1.2.3', revisionA],
        sources: [{ chart: 'n8n' }, { path: 'values' }],
      },
    ]);
  });

  it.each([
    [
      'reported',
      { ...pod, health: { status: 'Healthy' } },
      undefined,
      { kind: 'reported', status: 'Healthy' },
    ],
    ['kept in the resource tree', pod, 'appTree', { kind: 'not_reported' }],
    ['of a kind without a check', pod, undefined, { kind: 'no_check' }],
  ])('tells health that is %s', (_, resource, resourceHealthSource, health) => {
    const { resources } = readApplicationDetail(
      withStatus({ resources: [resource], resourceHealthSource }),
    );
    expect(resources).toMatchObject([{ name: 'a', health }]);
  });

  it('tells what the last operation did to each resource', () => {
    const { operationResources } = readApplicationDetail(
      withStatus({
        operationState: {
          syncResult: {
            resources: [
              { ...pod, status: 'SyncFailed', message: 'forbidden' },
              { kind: 'Job', name: 'migrate', hookPhase: 'Failed' },
            ],
          },
        },
      }),
    );
    expect(operationResources).toMatchObject([
      { kind: 'Pod', status: 'SyncFailed', message: 'forbidden' },
      { kind: 'Job', hookPhase: 'Failed' },
    ]);
  });

  it('reads an object that says nothing', () => {
    expect(readApplicationDetail({ metadata: {} })).toEqual({
      resourceVersion: '',
      history: [],
      resources: [],
      operationResources: [],
    });
    expect(() => readApplicationDetail('nonsense')).toThrow(TypeError);
  });
});
