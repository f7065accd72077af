import { act, screen } from '@testing-library/react';
import { renderStrata } from '../__testUtils__/renderStrata';
import { Age } from './Age';
import { ServerClock } from './ServerClock';

describe('Age', () => {
  beforeEach(() =>
    jest.useFakeTimers({ now: Date.parse('2026-11-24T14:20:00Z') }),
  );
  afterEach(() => jest.useRealTimers());

  it('ticks, with the exact time on hover', async () => {
    renderStrata(<Age at="2026-11-24T14:19:50Z" />, {});
    await act(() => jest.advanceTimersByTimeAsync(0));
    const time = screen.getByText('10 s');
    expect(time).toHaveAttribute('datetime', '2026-11-24T14:19:50Z');
    expect(time).toHaveAttribute('title', expect.stringContaining('2026'));
    await act(() => jest.advanceTimersByTimeAsync(3000));
    expect(screen.getByText('13 s')).toBeInTheDocument();
  });

  it('goes by the clock of the server, not the one of the browser', async () => {
    renderStrata(
      <ServerClock now="2026-11-24T14:25:00Z" receivedAt={Date.now()}>
        <Age at="2026-11-24T14:24:50Z" />
      </ServerClock>,
      {},
    );
    await act(() => jest.advanceTimersByTimeAsync(0));
    expect(screen.getByText('10 s')).toBeInTheDocument();
  });
});
