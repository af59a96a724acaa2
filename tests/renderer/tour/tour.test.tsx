// @vitest-environment jsdom
import '../setup-dom.ts';
import { modals, ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beginTour, endTour } from '#renderer/app/tour/tour-state.ts';
import { Tour } from '#renderer/app/tour/tour.tsx';
import { tourSteps } from '#renderer/app/tour/tour-steps.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { TOUR_VERSION } from '#shared/desk/tour.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const targets = [...new Set(tourSteps.flatMap((step) => step.targets))];

function open(options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      {targets.map((name) => (
        <button key={name} data-tour={name}>
          {name}
        </button>
      ))}
      <Tour />
    </ModalsProvider>,
    { session: { state: 'unlocked' }, communities: [demoCommunity(NOON)], ...options },
    '/ledger?period=week',
  );
}

const heading = (name: string) => screen.findByRole('dialog', { name });

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(80);
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(20, 30, 80, 20));
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  endTour();
  cleanup();
  vi.restoreAllMocks();
});

it('begins by itself once, and is not begun again in the next window', async () => {
  const { bridge } = open({ preferences: { tour: 0 } });
  expect(await heading('Ten pages, one window')).toBeDefined();
  expect(bridge.state.preferences.tour).toBe(TOUR_VERSION);
});

it('waits until what is open is closed', async () => {
  open({ preferences: { tour: 0 } });
  modals.open({ title: 'Import', children: 'a file' });
  await screen.findByRole('dialog', { name: 'Import' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(screen.queryByRole('dialog', { name: 'Ten pages, one window' })).toBeNull();
  modals.closeAll();
  expect(await heading('Ten pages, one window')).toBeDefined();
});

it('leads through five steps, each on the page that it is about, and back to where it began', async () => {
  const { address } = open();
  beginTour();
  expect((await heading('Ten pages, one window')).textContent).toContain('Step 1 of 5');
  for (const title of [
    'One community, one period',
    'Every number explains itself',
    'Why a trade happened',
    'Kept safe, and open to checks',
  ]) {
    fireEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(await heading(title)).toBeDefined();
  }
  expect(address()).toMatch(/^\/marketplace/);
  fireEvent.click(screen.getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(address()).toBe('/ledger?period=week');
});

it('goes back a step, and can be left with Escape', async () => {
  open();
  beginTour();
  await heading('Ten pages, one window');
  fireEvent.click(screen.getByRole('button', { name: 'Next' }));
  await heading('One community, one period');
  fireEvent.click(screen.getByRole('button', { name: 'Back' }));
  expect(await heading('Ten pages, one window')).toBeDefined();
  fireEvent.keyDown(window, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
