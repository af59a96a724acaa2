// @vitest-environment jsdom
import '../setup-dom.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { CommunityProvider, useCommunityOrNull } from '#renderer/app/community.tsx';
import { replaceBridge } from '#renderer/bridge/client.ts';
import { createFakeBridge, type FakeOptions } from '#renderer/bridge/fake.ts';
import { createQueryClient, queryKey } from '#renderer/bridge/queries.ts';

afterEach(cleanup);

const drawings: string[] = [];
function Window(): ReactNode {
  const name = useCommunityOrNull()?.name ?? 'none';
  drawings.push(name);
  return <p>community: {name}</p>;
}

function open(options: FakeOptions): void {
  drawings.length = 0;
  const bridge = createFakeBridge(options);
  replaceBridge(bridge);
  const client = createQueryClient();
  client.setQueryData(queryKey('session.state', {}), bridge.state.session);
  client.setQueryData(queryKey('preferences.get', {}), bridge.state.preferences);
  render(
    <QueryClientProvider client={client}>
      <CommunityProvider>
        <Window />
      </CommunityProvider>
    </QueryClientProvider>,
  );
}

describe('a window that opens', () => {
  it('is not drawn without a community first where the engine is ready', async () => {
    open({ session: { engine: 'ready' } });
    expect(await screen.findByText(/Sonnenhang/)).toBeDefined();
    expect(drawings).not.toContain('none');
  });

  it('is drawn at once, without one, while the engine starts', () => {
    open({ session: { engine: 'starting' }, delayMs: Infinity });
    expect(screen.getByText('community: none')).toBeDefined();
  });

  it('does not wait for ever for an engine that has much to do', async () => {
    open({ session: { engine: 'ready' }, delayMs: Infinity });
    expect(screen.queryByText('community: none')).toBeNull();
    expect(await screen.findByText('community: none')).toBeDefined();
  });
});
