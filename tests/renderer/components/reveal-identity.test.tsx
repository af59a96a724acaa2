// @vitest-environment jsdom
import { REVEAL_MS } from '#shared/contract/identity.ts';
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { connectedStatus } from '#renderer/bridge/fake/sync.ts';
import { RevealIdentity } from '#renderer/components/reveal-identity.tsx';
import { NOON, renderInProviders } from '../render.tsx';

const WHY = 'The member asked for a copy.';

afterEach(cleanup);

const show = (options: FakeOptions = {}) =>
  renderInProviders(
    <ModalsProvider>
      <RevealIdentity memberId="demo-17" pseudonym="House B06" />
    </ModalsProvider>,
    options,
  );

async function reveal(reason = WHY): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Reveal identity…' }));
  fireEvent.change(await screen.findByRole('textbox', { name: /Why you need to know/ }), { target: { value: reason } });
  fireEvent.click(screen.getByRole('button', { name: 'Record and reveal' }));
}

const shownId = () => screen.findByText(/^[0-9a-f]{8}-51c0-/);

describe('revealing an identity', () => {
  it('says before that it is recorded, and asks for a reason of ten characters', async () => {
    const { bridge } = show();
    await reveal('short');
    expect(screen.getByText(/recorded before anything is shown/)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Record and reveal' }).hasAttribute('disabled')).toBe(true);
    expect(bridge.calls.map(({ method }) => method)).not.toContain('identity.reveal');
  });

  it('shows the user id with the time that is left, and hides it at a click; nothing of it stays in the page’s memory', async () => {
    const { bridge, client } = show();
    await reveal(`  ${WHY} `);
    const userId = (await shownId()).textContent;
    expect(bridge.calls.find(({ method }) => method === 'identity.reveal')?.input).toEqual({
      memberId: 'demo-17',
      reason: WHY,
    });
    expect(screen.getByText(/^hidden again in 1[45]:\d\d$/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Hide now' }));
    expect(document.body.textContent).not.toContain(userId);
    expect(
      JSON.stringify(
        client
          .getQueryCache()
          .getAll()
          .map(({ state }) => state.data ?? null),
      ),
    ).not.toContain(userId);
    await vi.waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
  });

  it('hides it by itself when the fifteen minutes are over', async () => {
    show({ answers: { 'identity.reveal': { userId: 'someone', until: Date.now() + 500 } } });
    await reveal();
    expect(await screen.findByText(/minutes are over/)).toBeDefined();
    expect(screen.queryByText('someone')).toBeNull();
  });

  it('does not show it for longer when the clock was set back', async () => {
    show({ answers: { 'identity.reveal': { userId: 'someone', until: Date.now() + REVEAL_MS + 60_000 } } });
    await reveal();
    expect(await screen.findByText(/minutes are over/)).toBeDefined();
    expect(screen.queryByText('someone')).toBeNull();
  });

  it('stays closed to whoever is no administrator, and says why', async () => {
    const status = connectedStatus(NOON);
    show({ sync: { ...status, connection: { ...status.connection!, role: 'manager' } } });
    const button = (): HTMLElement => screen.getByRole('button', { name: 'Reveal identity…' });
    await vi.waitFor(() => expect(button().getAttribute('aria-disabled')).toBe('true'));
    fireEvent.click(button());
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('tells that none is kept', async () => {
    show({ failing: { 'identity.reveal': { code: 'INPUT_INVALID' } } });
    await reveal();
    expect(await screen.findByRole('alert')).toBeDefined();
  });
});
