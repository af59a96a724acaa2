// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { AuditView } from '#renderer/pages/rules/audit/audit-view.tsx';
import { openTradeReasons } from '#renderer/pages/rules/audit/open-trade-reasons.tsx';
import { WhenOpen } from '../offers/fields.tsx';
import { renderInWindow, type RenderedWindow } from '../render.tsx';

function Audit() {
  return useCommunityOrNull() === null ? null : <AuditView />;
}

function show(options: FakeOptions = {}, at = '/rules/audit?period=month'): RenderedWindow {
  return renderInWindow(<Audit />, options, at);
}

async function audited(options: FakeOptions = {}): Promise<RenderedWindow> {
  const rendered = show(options);
  fireEvent.click(await screen.findByRole('button', { name: 'Audit the period' }));
  await screen.findByRole('button', { name: 'Save findings as CSV' });
  return rendered;
}

const openGroup = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));

describe('the audit of rules', () => {
  it('says what an audit asks before the first one', async () => {
    show();
    expect(await screen.findByText('Nothing has been audited yet')).toBeTruthy();
  });

  it('puts the findings first: one sentence, then kind by kind with count, members, energy and money', async () => {
    await audited();
    expect(screen.getByRole('status').textContent).toMatch(
      /[1-9]\d* of [\d,]+ sides of trades that rules placed are not/,
    );
    const groups = within(screen.getByRole('list', { name: 'What is not explained' })).getAllByRole('button');
    expect(groups).toHaveLength(8);
    expect(groups[0].textContent).toMatch(/^No such rule.*2 sides\d members? · .*Wh · €/);
  });

  it('opens a kind, which then stands in the address, and the trace of a finding with every condition', async () => {
    const { address } = await audited();
    openGroup(/^Worse than its limit/);
    expect(address()).toContain('verdict=LIMIT_BREACHED');
    const list = await screen.findByRole('list', { name: 'Worse than its limit' });
    fireEvent.click(within(list).getAllByRole('button')[0]);
    expect(within(list).getAllByLabelText('Met:').length).toBeGreaterThan(4);
    const failed = within(list).getByLabelText('Not met:').closest('li')!;
    expect(failed.textContent).toMatch(/The rule (sells|buys) at .*the trade was at/);
    expect(within(list).getByRole('link', { name: 'See the slot in the marketplace' }).getAttribute('href')).toMatch(
      /\/marketplace\?slot=\d+$/,
    );
  });

  it('saves all findings, whatever kind is open', async () => {
    const { bridge } = await audited();
    const sides = /([\d,]+) of/.exec(screen.getByRole('status').textContent)?.[1];
    fireEvent.click(screen.getByRole('button', { name: 'Save findings as CSV' }));
    await screen.findByText(/rule-audit_.*\.csv/);
    const saved = bridge.calls.find(({ method }) => method === 'files.save')?.input as { content: string };
    const lines = saved.content.trimEnd().split('\r\n');
    expect(lines.length - 1).toBe(Number(sides));
    expect(lines[1]).toMatch(/House /);
  });

  it('says so when everything is explained, and still saves the empty list', async () => {
    const verdicts = { EXPLAINED: 500 } as never;
    const range = { from: 0, to: 86_400_000 };
    const counts = { trades: 260, judged: 500, byHand: 0, withoutOrder: 0, partlyKnown: 0, ruleOrders: 700, kept: 0 };
    await audited({ answers: { 'rules.auditResult': { range, ...counts, verdicts, groups: [] } } });
    expect(screen.getByRole('status').textContent).toContain('all 500 sides of trades that rules placed are explained');
    expect(screen.queryByRole('list', { name: 'What is not explained' })).toBeNull();
  });
});

describe('why a trade happened', () => {
  async function ask(options: FakeOptions = {}): Promise<void> {
    renderInWindow(
      <ModalsProvider>
        <WhenOpen>
          <button type="button" onClick={() => openTradeReasons({ id: 'trade-1', executedAt: 0 })}>
            Why?
          </button>
        </WhenOpen>
      </ModalsProvider>,
      options,
    );
    fireEvent.click(await screen.findByText('Why?'));
  }

  it('is told for each side that a rule placed, with every condition', async () => {
    await ask();
    const dialog = await screen.findByRole('dialog', { name: 'Why this trade happened' });
    expect(await within(dialog).findByText('Explained by its rule:')).toBeTruthy();
    expect(within(dialog).getAllByLabelText('Met:')).toHaveLength(8);
    fireEvent.click(within(dialog).getByRole('link', { name: /^See the rule/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says so when no rule placed it', async () => {
    await ask({ answers: { 'rules.explainTrade': [] } });
    expect(await screen.findByText('No rule placed this trade')).toBeTruthy();
  });
});
