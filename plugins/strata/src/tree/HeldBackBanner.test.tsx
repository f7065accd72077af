import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { strataApiRef, type StrataApi } from '../api';
import { strataApi } from '../fixtures/api';
import { refusal } from '../fixtures/refusals';
import { before, minutes } from '../fixtures/time';
import { HeldBackBanner } from './HeldBackBanner';

const heldBack = {
  revision: '9b1d7a40e2f24b6d9c3e8a7b6c5d4e3f2a1b0c9d',
  at: before(10 * minutes),
  reason: 'It removes 9 of 25 items, more than a fifth.',
  removed: ['component:default/n8n'],
};

function render(
  releaseHeldBack: StrataApi['releaseHeldBack'],
  onReleased: () => void = () => undefined,
) {
  renderInTestApp(
    <HeldBackBanner
      treeId="platform"
      heldBack={heldBack}
      onReleased={onReleased}
    />,
    {
      apis: [
        [strataApiRef, strataApi({ releaseHeldBack })],
        mockApis.permission({ authorize: AuthorizeResult.ALLOW }),
      ],
    },
  );
}

const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('a held-back read, for somebody who may release it', () => {
  it('is released after a second press, exactly that revision', async () => {
    const released: string[] = [];
    const onReleased = jest.fn();
    render(async (id, revision) => {
      released.push(`${id} ${revision}`);
    }, onReleased);
    await press('Accept the removal');
    expect(released).toEqual([]);
    await press('Really accept');
    expect(released).toEqual([`platform ${heldBack.revision}`]);
    await waitFor(() => expect(onReleased).toHaveBeenCalledTimes(1));
  });

  it('tells why the release was refused, and can be tried again', async () => {
    const error = await refusal(409, 'ConflictError', 'Another read came.');
    render(() => Promise.reject(error));
    await press('Accept the removal');
    await press('Really accept');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Another read came.',
    );
    expect(
      screen.getByRole('button', { name: 'Accept the removal' }),
    ).toBeEnabled();
  });
});
