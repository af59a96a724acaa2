// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { afterEach, expect, it } from 'vitest';
import { HelpButton } from '#renderer/app/help/help-button.tsx';
import { HelpDrawer } from '#renderer/app/help/help-drawer.tsx';
import { closeHelp } from '#renderer/app/help/help-state.ts';
import { Explained } from '#renderer/components/explained.tsx';
import { SortHead } from '#renderer/components/sort-head.tsx';
import { renderInWindow } from '../render.tsx';

afterEach(() => {
  closeHelp();
  cleanup();
});

function open(at = '/overview', language: 'en' | 'de' = 'en'): void {
  renderInWindow(
    <ModalsProvider>
      <HelpButton />
      <Explained explanation={{ term: 'savings' }}>€ 12.00</Explained>
      <SortHead
        kind="number"
        label="Reputation"
        title="Reputation 0 to 100"
        unit={null}
        sorted={null}
        term="reputation"
        onSort={() => undefined}
      />
      <HelpDrawer />
    </ModalsProvider>,
    { session: { state: 'unlocked' }, preferences: { language } },
    at,
  );
}

/** The term that the help was opened at. */
async function askedTerm(help: HTMLElement): Promise<HTMLElement> {
  return await waitFor(() => {
    const found = help.querySelector('[data-asked]');
    if (!(found instanceof HTMLElement)) throw new Error('No term is marked.');
    return found;
  });
}

it('tells what the page is for, how its tasks are done, and what its terms mean', async () => {
  open('/insights/fairness');
  fireEvent.click(await screen.findByRole('button', { name: 'Help on this page' }));
  const help = await screen.findByRole('dialog', { name: 'Help: Insights' });
  expect(within(help).getByText(/^How the savings are spread/)).toBeDefined();
  const [gini] = within(help).getAllByText('Gini of savings');
  expect(gini.parentElement?.textContent).toContain('÷ (n × sum x)');
  expect(gini.parentElement?.textContent).toContain('Range: 0 to 1 · n/a when there is nothing to divide by');
  const link = within(help).getByRole('link', { name: 'Go there' });
  expect(link.getAttribute('href')).toMatch(/^\/insights\/counterfactual/);
});

it('opens with its key at the term of the figure that has the focus, with the formula that the figure shows', async () => {
  open('/overview', 'de');
  const figure = await screen.findByText('€ 12.00');
  figure.focus();
  const formula = /^Gekauft × \(Netzbezug − Preis\)/;
  expect(await screen.findByText(formula)).toBeDefined();
  fireEvent.keyDown(figure, { key: 'F1', code: 'F1' });
  const help = await screen.findByRole('dialog', { name: 'Hilfe: Übersicht' });
  expect(within(await askedTerm(help)).getByText(formula)).toBeDefined();
});

it('opens with its key at the term of the column whose head has the focus', async () => {
  open('/members');
  const head = await screen.findByRole('button', { name: 'Reputation' });
  head.focus();
  fireEvent.keyDown(head, { key: 'F1', code: 'F1' });
  const asked = await askedTerm(await screen.findByRole('dialog', { name: 'Help: Members' }));
  expect(asked.textContent).toMatch(/^Reputation/);
});

it('finds terms and tasks of every page', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Help on this page' }));
  const help = await screen.findByRole('dialog');
  const field = within(help).getByLabelText('Search the help');
  fireEvent.change(field, { target: { value: 'passphrase' } });
  expect(within(help).getByText('How do I change the passphrase?')).toBeDefined();
  expect(within(help).getByText('Data key')).toBeDefined();
  expect(within(help).queryByText('Produced')).toBeNull();
  fireEvent.change(field, { target: { value: 'no such thing' } });
  expect(within(help).getByRole('status').textContent).toMatch(/^Nothing found/);
});
