import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { DeliveryRow, SyncRequest } from '@strata/plugin-strata-common';
import type { StrataApi } from '../api';
import {
  driftedRow,
  healthyDevRow,
  notDeployedRow,
  progressingRow,
  waitingRow,
} from '../fixtures/delivery';
import { refusal } from '../fixtures/refusals';
import { renderStrata } from '../__testUtils__/renderStrata';
import { useState } from 'react';
import { before } from '../fixtures/time';
import { DeliveryActions } from './DeliveryActions';

const render = (row: DeliveryRow, api: Partial<StrataApi> = {}) =>
  renderStrata(<DeliveryActions row={row} itemTitle="Audiobookshelf" />, api);

const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('a sync', () => {
  it('of a gated environment needs a reason, and sends the gate that was seen', async () => {
    const sent: SyncRequest[] = [];
    render(waitingRow, {
      sync: async (application, request) => {
        expect(application.name).toBe('audiobookshelf-production');
        sent.push(request);
        return { auditId: 'a-1', performed: true };
      },
    });
    await press('Open the gate (sync)');
    const dialog = await screen.findByRole('dialog', {
      name: 'Sync Audiobookshelf in production',
    });
    const submit = within(dialog).getByRole('button', {
      name: 'Open the gate (sync)',
    });
    expect(submit).toBeDisabled();
    expect(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
    ).toHaveFocus();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'checked in dev',
    );
    await userEvent.click(submit);
    expect(await screen.findByText(/Sync requested/)).toBeInTheDocument();
    expect(sent).toEqual([
      {
        idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
        gateHash: 'gate-manual',
        reason: 'checked in dev',
      },
    ]);
  });

  it('of an automatic environment needs no reason', async () => {
    const sync = jest.fn(async () => ({ auditId: 'a-1', performed: true }));
    render(healthyDevRow, { sync });
    await press('Sync');
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sync' }));
    await waitFor(() => expect(sync).toHaveBeenCalledTimes(1));
  });

  it('that is refused says why and keeps what was typed', async () => {
    const error = await refusal(409, 'ConflictError', 'The gate has changed.');
    render(waitingRow, { sync: () => Promise.reject(error) });
    await press('Open the gate (sync)');
    const dialog = await screen.findByRole('dialog');
    const reason = within(dialog).getByRole('textbox', { name: /Reason/ });
    await userEvent.type(reason, 'checked');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Open the gate (sync)' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The gate has changed.',
    );
    expect(reason).toHaveValue('checked');
  });

  it('repeated after a lost answer carries the same key', async () => {
    const keys: string[] = [];
    render(waitingRow, {
      sync: async (_application, { idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (keys.length === 1) throw new Error('The network is away.');
        return { auditId: 'a-1', performed: false };
      },
    });
    await press('Open the gate (sync)');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'checked');
    const submit = within(dialog).getByRole('button', {
      name: 'Open the gate (sync)',
    });
    await userEvent.click(submit);
    await within(dialog).findByRole('alert');
    await userEvent.click(submit);
    expect(
      await screen.findByText(/had been requested before/),
    ).toBeInTheDocument();
    expect(new Set(keys).size).toBe(1);
  });

  it.each([
    ['refused', 502 as const, 2],
    ['timed out, for nobody knows what came of it', 504 as const, 1],
  ])('repeated after it was %s', async (_, status, different) => {
    const keys: string[] = [];
    const error = await refusal(status, 'UpstreamError', 'Argo CD said so.');
    render(waitingRow, {
      sync: async (_application, { idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (keys.length === 1) throw error;
        return { auditId: 'a-1', performed: true };
      },
    });
    await press('Open the gate (sync)');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'checked');
    const submit = within(dialog).getByRole('button', {
      name: 'Open the gate (sync)',
    });
    await userEvent.click(submit);
    await within(dialog).findByRole('alert');
    await userEvent.click(submit);
    expect(await screen.findByText(/Sync requested/)).toBeInTheDocument();
    expect(new Set(keys).size).toBe(different);
  });

  it.each([
    ['succeeded' as const, 'The sync has succeeded.'],
    ['failed' as const, 'The sync has failed.'],
  ])('is followed until it has %s', async (state, text) => {
    const started = (startedAt: string): DeliveryRow => ({
      ...healthyDevRow,
      operation: { kind: 'sync', state, startedAt, message: 'told by Argo CD' },
    });
    function Page() {
      const [row, setRow] = useState(started(before(900)));
      return (
        <>
          <DeliveryActions row={row} itemTitle="Audiobookshelf" />
          <button onClick={() => setRow(started(before(1)))}>signal</button>
        </>
      );
    }
    renderStrata(<Page />, {
      sync: async () => ({ auditId: 'a-1', performed: true }),
    });
    await press('Sync');
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sync' }));
    expect(await screen.findByText(/Sync requested/)).toBeInTheDocument();
    await press('signal');
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryByText(/Sync requested/)).toBeNull();
  });

  it('closes with Esc and asks nothing', async () => {
    render(waitingRow);
    await press('Open the gate (sync)');
    await screen.findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('an action that is not available says why in sight', () => {
  it.each([
    ['the policy', driftedRow, 'Only a lead of product may open this gate.'],
    ['a guard', progressingRow, 'An operation is running; wait for it to end.'],
  ])('%s', async (_why, row, reason) => {
    render(row);
    const button = await screen.findByRole('button', { name: 'Sync' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(reason);
    expect(screen.getByText(reason)).toBeVisible();
  });

  it('there is no Application', async () => {
    render(notDeployedRow);
    expect(await screen.findByText(/no Application of Argo CD/)).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('what the person may do is not known', async () => {
    render({ ...waitingRow, actions: undefined });
    expect(await screen.findByText(/is not known/)).toBeVisible();
  });
});

describe('a refresh', () => {
  it('is asked for at once', async () => {
    const refresh = jest.fn(async () => ({ auditId: 'a-2', performed: true }));
    render(waitingRow, { refresh });
    await press('Refresh');
    expect(
      await screen.findByText('Argo CD compares again.'),
    ).toBeInTheDocument();
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('that is refused says why', async () => {
    const error = await refusal(403, 'NotAllowedError', 'Not your item.');
    render(waitingRow, { refresh: () => Promise.reject(error) });
    await press('Refresh');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not your item.',
    );
  });
});
