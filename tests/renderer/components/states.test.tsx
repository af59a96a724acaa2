// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { useMethod } from '#renderer/bridge/queries.ts';
import { Figure } from '#renderer/components/figure.tsx';
import { PageState } from '#renderer/components/page-state.tsx';
import { Panel } from '#renderer/components/panel.tsx';
import { renderInProviders } from '../render.tsx';

afterEach(cleanup);

function Page(): ReactNode {
  const query = useMethod('communities.list', {});
  return (
    <PageState
      query={query}
      skeleton={<p>skeleton</p>}
      isEmpty={(communities) => communities.length === 0}
      empty={{ title: 'Nothing here', text: 'Import a file first.', actions: <button>Import</button> }}
    >
      {(communities) => <p>{communities.length} communities</p>}
    </PageState>
  );
}

describe('the state of a page', () => {
  it('is a skeleton until there is an answer', async () => {
    renderInProviders(<Page />, { delayMs: Infinity });
    expect(await screen.findByText('skeleton')).toBeDefined();
  });

  it('is the content when there is one', async () => {
    renderInProviders(<Page />);
    expect(await screen.findByText('2 communities')).toBeDefined();
  });

  it('has the next step when it is empty', async () => {
    renderInProviders(<Page />, { communities: [] });
    expect(await screen.findByText('Nothing here')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Import' })).toBeDefined();
  });

  it('is an error with its remedy, its reference and a way to try again', async () => {
    const { bridge } = renderInProviders(<Page />, { failing: { 'communities.list': { code: 'DISK_FULL' } } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/The disk is full.*safe.*Free some space.*DISK_FULL FAKE-0042/s);
    const before = bridge.calls.length;
    fireEvent.click(screen.getByText('Try again'));
    await waitFor(() => expect(bridge.calls.length).toBe(before + 1));
  });

  it('keeps an answer that could not be renewed, and says of when it is', async () => {
    let isGone = false;
    const { bridge } = renderInProviders(<Page />, {
      answers: {
        'communities.list': () => {
          if (isGone) throw new Error('gone');
          return [];
        },
      },
      communities: [],
    });
    await screen.findByText('Nothing here');
    isGone = true;
    bridge.state.emit('cache.changed', { areas: ['communities'] });
    await waitFor(() => expect(bridge.calls.filter(({ method }) => method === 'communities.list')).toHaveLength(2));
    expect(screen.getByText('Nothing here')).toBeDefined();
  });
});

it('a figure shows its formula, its inputs and the time of its data on focus', async () => {
  renderInProviders(
    <Figure
      value={{ value: '47.9', unit: '%', text: '47.9 %' }}
      explanation={{
        formula: 'self-consumed / consumed',
        inputs: [{ label: 'Consumed', value: '1,962 kWh' }],
        dataTo: Date.UTC(2026, 6, 22, 12),
      }}
    />,
  );
  const figure = await screen.findByText('47.9');
  fireEvent.focus(figure);
  const tooltip = await screen.findByRole('tooltip');
  expect(tooltip.textContent).toMatch(/self-consumed \/ consumed.*Consumed1,962 kWh.*Data until 22 Jul 2026/s);
});

it('a titled panel is a region with its title as its name', async () => {
  renderInProviders(<Panel title="Price">0.1482</Panel>);
  expect(await screen.findByRole('region', { name: 'Price' })).toBeDefined();
});
