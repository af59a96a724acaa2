// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AboutView } from '#renderer/pages/settings/about/about-view.tsx';
import { renderInWindow } from '../render.tsx';

async function openLicences() {
  renderInWindow(
    <ModalsProvider>
      <AboutView />
    </ModalsProvider>,
    {},
    '/settings/about',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Third-party licences…' }));
  return within(await screen.findByRole('dialog', { name: 'Third-party licences' }));
}

describe('about the console', () => {
  it('tells its version, what it runs on, its licence and where data come from', async () => {
    renderInWindow(<AboutView />, {}, '/settings/about');
    expect(await screen.findByText(/^Version \d/)).toBeDefined();
    expect(screen.getByText('45.4.1')).toBeDefined();
    expect(screen.getByText(/under the MIT licence/)).toBeDefined();
    expect(screen.getByText(/Ember, under CC BY-SA 4\.0/)).toBeDefined();
  });

  it('lists what is inside of others, and shows a licence in full when it is asked for', async () => {
    const dialog = await openLicences();
    expect(await dialog.findByText('3 packages')).toBeDefined();
    const item = dialog.getByRole('button', { name: /^react 19/ });
    expect(dialog.queryByText(/Meta Platforms/)).toBeNull();
    fireEvent.click(item);
    expect(dialog.getByText(/Meta Platforms/)).toBeDefined();
    expect(item.getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(item);
    expect(dialog.queryByText(/Meta Platforms/)).toBeNull();
  });

  it('finds a package by its name or licence', async () => {
    const dialog = await openLicences();
    const search = await dialog.findByRole('textbox', { name: 'Find a package or licence' });
    fireEvent.change(search, { target: { value: 'ofl' } });
    expect(dialog.getByText('1 package')).toBeDefined();
    expect(dialog.getByRole('button', { name: /inter/ })).toBeDefined();
    fireEvent.change(search, { target: { value: 'gpl' } });
    expect(dialog.getByText('No package has this in its name or licence.')).toBeDefined();
  });
});
