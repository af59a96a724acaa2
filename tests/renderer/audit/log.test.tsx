// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { brokenAuditLog } from '#renderer/bridge/fake/audit-log.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { LogView } from '#renderer/pages/audit/log/log-view.tsx';
import { NOON } from '../render.tsx';
import { showAudit, textOf } from './page.tsx';

beforeEach(() => {
  // The list shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(46);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(92);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const state = () => screen.findByRole('region', { name: 'State of the log' });
async function rows(): Promise<HTMLElement[]> {
  const [, ...found] = within(await screen.findByRole('grid')).getAllByRole('row');
  return found;
}
const askedOf = (rendered: ReturnType<typeof showAudit>) =>
  rendered.bridge.calls.filter(({ method }) => method === 'audit.entries').at(-1)?.input;

async function verified(options: FakeOptions = {}): Promise<HTMLElement> {
  showAudit(<LogView />, '/audit/log?period=today', options);
  fireEvent.click(await screen.findByRole('button', { name: 'Verify the log' }));
  return await state();
}

describe('the state of the log', () => {
  it('tells its size, its end and up to where it is signed', async () => {
    showAudit(<LogView />, '/audit/log?period=today');
    await waitFor(async () => expect(textOf(await state())).toContain('Entries1,284'));
    expect(textOf(await state())).toContain('Signed up toentry 1,200');
    expect(textOf(await state())).toContain('Not verified since the console was started.');
  });

  it('is intact when a verification found nothing', async () => {
    const panel = await verified();
    expect(textOf(await within(panel).findByRole('status'))).toContain('Intact: all 1,284 entries are as they were');
  });

  it('names the first entry that is not as it was, what that means, and what to do', async () => {
    const panel = await verified({ answers: brokenAuditLog(NOON) });
    const broken = textOf(await within(panel).findByRole('alert'));
    expect(broken).toContain('Entry 864 of 1 Jul 2026');
    expect(broken).toContain('is not what was written.');
    expect(broken).toContain('What stands after it proves nothing.');
    expect(broken).toContain('do not delete anything');
  });
});

describe('the entries of the log', () => {
  it('are sentences, the newest first', async () => {
    showAudit(<LogView />, '/audit/log?period=today');
    const [newest, , proposed] = await rows();
    expect(textOf(newest)).toContain('1,284');
    expect(textOf(proposed)).toContain(
      'Settlement steps were proposed for 3 tradesresolution: settle once more · reason: The readings of the day are there now.',
    );
  });

  it('are filtered by kind, words, period and community, all of which stand in the address', async () => {
    const rendered = showAudit(<LogView />, '/audit/log?period=today&kind=export');
    await rows();
    fireEvent.change(screen.getByRole('textbox', { name: /^Find an entry/ }), { target: { value: 'csv' } });
    fireEvent.click(screen.getByRole('switch', { name: 'Only the period' }));
    fireEvent.click(screen.getByRole('switch', { name: /^Only B/ }));
    expect(rendered.address()).toBe('/audit/log?period=today&kind=export&q=csv&when=period&about=community');
    await waitFor(() =>
      expect(askedOf(rendered)).toMatchObject({
        filter: { communityId: 'own', kinds: ['export'], text: 'csv', range: { from: Date.UTC(2026, 6, 21, 22) } },
      }),
    );
  });

  it('that no filter lets through offer the way back', async () => {
    const rendered = showAudit(<LogView />, '/audit/log?period=today&q=nowhere');
    expect(await screen.findByText('No entry fits these filters')).toBeTruthy();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect((await rows()).length).toBeGreaterThan(1);
    expect(rendered.address()).toBe('/audit/log?period=today');
  });

  it('show all their facts and their hash when one is opened', async () => {
    showAudit(<LogView />, '/audit/log?period=today');
    fireEvent.click((await rows())[2]);
    const sheet = await screen.findByRole('dialog', { name: 'Entry 1,282' });
    expect(textOf(sheet)).toContain('settlement.propose');
    expect(textOf(sheet)).toContain('stepproposed');
    expect(textOf(sheet)).toMatch(/[0-9a-f]{64}/);
  });

  it.each(['CSV', 'JSON'])('are saved as %s, all that the filter lets through', async (type) => {
    const { bridge } = showAudit(<LogView />, '/audit/log?period=today&kind=print');
    await rows();
    fireEvent.click(screen.getByRole('button', { name: `Save as ${type}` }));
    await screen.findByText(/audit-log_.*\.(csv|json)/);
    const saved = bridge.calls.find(({ method }) => method === 'files.save')?.input as { content: string };
    const total = Number(/^(\d+) entries/.exec(screen.getByRole('heading', { name: /entries$/ }).textContent)?.[1]);
    const count =
      type === 'CSV'
        ? saved.content.trimEnd().split('\r\n').length - 1
        : (JSON.parse(saved.content) as { entries: unknown[] }).entries.length;
    expect(count).toBe(total);
  });
});
