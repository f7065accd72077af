import type { SourceStatus } from '@strata/plugin-strata-common';
import { screen } from '@testing-library/react';
import { renderStrata } from '../__testUtils__/renderStrata';
import { useCurrentSources } from './useSources';

const source = (asOf: string): SourceStatus => ({
  id: 'kubernetes:homelab',
  kind: 'kubernetes',
  title: 'homelab',
  state: 'connected',
  since: '2026-11-24T00:00:00.000Z',
  staleAfterSeconds: 300,
  asOf,
});

function Shown(props: { answered: SourceStatus }) {
  const [current] = useCurrentSources([props.answered]);
  return <p>as of {current.asOf}</p>;
}

describe('useCurrentSources', () => {
  it('makes a quiet page young again at each heartbeat', async () => {
    let minute = 1;
    const rendered = renderStrata(
      <Shown answered={source('2026-11-24T12:00:00.000Z')} />,
      {
        sources: async () => ({
          now: '2026-11-24T12:05:00.000Z',
          sources: [source(`2026-11-24T12:0${minute}:00.000Z`)],
        }),
      },
    );
    expect(
      await screen.findByText('as of 2026-11-24T12:01:00.000Z'),
    ).toBeInTheDocument();

    minute = 2;
    await rendered.signal({ kind: 'sources', entityRefs: [], owners: [] });
    expect(
      await screen.findByText('as of 2026-11-24T12:02:00.000Z'),
    ).toBeInTheDocument();
  });

  it('never shows an answer older than it is', async () => {
    renderStrata(<Shown answered={source('2026-11-24T12:09:00.000Z')} />, {
      sources: async () => ({
        now: '2026-11-24T12:09:00.000Z',
        sources: [source('2026-11-24T12:01:00.000Z')],
      }),
    });
    expect(
      await screen.findByText('as of 2026-11-24T12:09:00.000Z'),
    ).toBeInTheDocument();
  });
});
