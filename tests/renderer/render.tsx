import { render, type RenderResult } from '@testing-library/react';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { CommunityProvider } from '#renderer/app/community.tsx';
import { PeriodProvider } from '#renderer/app/period.tsx';
import { Formats, Providers } from '#renderer/app/providers.tsx';
import { replaceBridge } from '#renderer/bridge/client.ts';
import { createFakeBridge, type FakeBridge, type FakeOptions } from '#renderer/bridge/fake.ts';
import { createQueryClient } from '#renderer/bridge/queries.ts';

/** 22 July 2026, 14:02 in Berlin: summer time, in the middle of a day. */
export const NOON = Date.UTC(2026, 6, 22, 12, 2);

export interface Rendered extends RenderResult {
  readonly bridge: FakeBridge;
  readonly client: QueryClient;
}

export interface RenderedWindow extends Rendered {
  /** The address as it is now, e.g. `/overview?period=week`. */
  readonly address: () => string;
}

function begin(options: FakeOptions): { bridge: FakeBridge; client: QueryClient } {
  const bridge = createFakeBridge({ now: NOON, taskStepMs: 5, ...options });
  replaceBridge(bridge);
  return { bridge, client: createQueryClient() };
}

/** Tells the address of the router around it. */
function Address({ onChange }: { readonly onChange: (address: string) => void }): null {
  const { pathname, search } = useLocation();
  useEffect(() => {
    onChange(`${pathname}${search}`);
  }, [onChange, pathname, search]);
  return null;
}

/** Renders into the providers of every window, locked or open, with a fake bridge behind it. */
export function renderInProviders(ui: ReactNode, options: FakeOptions = {}): Rendered {
  const { bridge, client } = begin(options);
  const result = render(
    <Providers client={client} env="test">
      {ui}
    </Providers>,
  );
  return { ...result, bridge, client };
}

/** Renders into an open window: with a community, a period and an address. */
export function renderInWindow(ui: ReactNode, options: FakeOptions = {}, at = '/'): RenderedWindow {
  let address = at;
  const report = (now: string): void => {
    address = now;
  };
  const rendered = renderInProviders(
    <MemoryRouter initialEntries={[at]}>
      <Address onChange={report} />
      <CommunityProvider>
        <Formats>
          <PeriodProvider>{ui}</PeriodProvider>
        </Formats>
      </CommunityProvider>
    </MemoryRouter>,
    options,
  );
  return { ...rendered, address: () => address };
}
