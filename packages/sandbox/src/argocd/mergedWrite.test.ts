import { asApplication } from './application';
import { mergedWrite } from './mergedWrite';

const application = (changes: Record<string, unknown> = {}) =>
  asApplication({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'n8n-dev', namespace: 'argocd' },
    spec: { project: 'product' },
    ...changes,
  });

const sync = { operation: { sync: { revision: 'abc' } } };

describe('mergedWrite', () => {
  it('keeps an operation that a client asked for meanwhile', () => {
    const merged = mergedWrite(
      application(),
      application({ status: { reconciledAt: '2026-11-24T10:00:00Z' } }),
      application(sync),
    );
    expect(merged.operation).toEqual({ sync: { revision: 'abc' } });
    expect(merged.status?.reconciledAt).toBe('2026-11-24T10:00:00Z');
  });

  it('takes away an operation that has just ended', () => {
    const merged = mergedWrite(
      application(sync),
      application(),
      application({ ...sync, spec: { project: 'other' } }),
    );
    expect(merged.operation).toBeUndefined();
    expect(merged.spec).toEqual({ project: 'other' });
  });

  it('does not lose a termination', () => {
    const state = (phase: string) => ({
      status: {
        operationState: {
          operation: { sync: {} },
          phase,
          startedAt: '2026-11-24T10:00:00Z',
        },
      },
    });
    const merged = mergedWrite(
      application(state('Running')),
      application(state('Running')),
      application(state('Terminating')),
    );
    expect(merged.status?.operationState?.phase).toBe('Terminating');
  });
});
