import { screen } from '@testing-library/react';
import { renderStrata } from '../__testUtils__/renderStrata';
import { silentSources, sources } from '../fixtures/owners';
import { before, now } from '../fixtures/time';
import { isSilent, SourceAges } from './SourceAges';

describe('isSilent', () => {
  const at = Date.parse(now);

  it.each([
    ['connected and current', {}, false],
    ['connected, but old', { asOf: before(121) }, true],
    ['connecting, never read', { state: 'connecting', asOf: undefined }, false],
    [
      'connecting again, with old data',
      { state: 'connecting', asOf: before(500) },
      true,
    ],
    ['degraded', { state: 'degraded' }, true],
    ['unreachable', { state: 'unreachable' }, true],
  ] as const)('%s', (_what, differences, expected) => {
    expect(isSilent({ ...sources[0], ...differences }, at)).toBe(expected);
  });
});

describe('SourceAges', () => {
  it('names kind, title and revision', async () => {
    renderStrata(<SourceAges sources={sources} />, {});
    const list = await screen.findByRole('list', { name: 'Age of the data' });
    expect(list).toHaveTextContent('Cluster homelab');
    expect(list).toHaveTextContent('Prometheus main');
    expect(list).toHaveTextContent('Tree Example platform 5f3c2e1');
  });

  it('tells the state of one that is not connected, and one never read', async () => {
    renderStrata(
      <SourceAges
        sources={[silentSources[0], { ...sources[1], asOf: undefined }]}
      />,
      {},
    );
    expect(await screen.findByText('unreachable')).toBeVisible();
    expect(screen.getByText(/never read/)).toBeVisible();
  });

  it('is absent without sources', () => {
    renderStrata(<SourceAges sources={[]} />, {});
    expect(screen.queryByRole('list')).toBeNull();
  });
});
