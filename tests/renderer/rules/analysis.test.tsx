// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { modals } from '@mantine/modals';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { RuleAnalysisSection } from '#renderer/pages/rules/analysis/rule-analysis.tsx';
import type { Input } from '#shared/contract/contract.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { renderInWindow } from '../render.tsx';
import { analysis, figures, trial } from './trial-results.ts';

afterEach(cleanup);

const rule: RuleSummary = {
  ...trial.draft,
  id: 'rule-1',
  memberId: 'demo-1',
  anonymizedId: 'House A01',
  version: 2,
  createdAt: 0,
  validFrom: 0,
  lastMatchedAt: null,
  pending: null,
  baseVersion: 2,
  unreadableWindows: [],
  conflicts: [],
};

function Section({ of }: { readonly of: RuleSummary }) {
  return useCommunityOrNull() === null ? null : <RuleAnalysisSection rule={of} />;
}

function show(answer = analysis(), of = rule, options: FakeOptions = {}) {
  return renderInWindow(<Section of={of} />, { ...options, answers: { 'rules.analysis': answer } });
}

async function look(): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name: 'Look at what it did' }));
}

const finding = async () => (await screen.findByRole('status')).textContent;
const linesOf = (list: string) =>
  [...screen.getByLabelText(list, { selector: 'ul' }).children].map(({ textContent }) => textContent);

describe('what a rule did', () => {
  it('is looked at as far as there are readings, and is said first: fired, traded, and what that was worth', async () => {
    const { bridge } = show();
    await look();
    const words = await finding();
    expect(words).toMatch(
      /^It fired in 40 of 600 slots \(7%\) and traded 12\.0\skWh: €1\.00 better than retail and feed-in alone\./,
    );
    expect(words).toContain('72 slots before the rule existed are left out.');
    const asked = bridge.calls.find(({ method }) => method === 'rules.analyse')?.input as Input<'rules.analyse'>;
    expect(asked).toMatchObject({ communityId: 'demo', ruleId: 'rule-1' });
    expect(asked.range.to).toBe(bridge.state.communities[0].dataTo);
  });

  it('names what stopped it most often, what came of its orders and why, and when in the week it fired', async () => {
    show(analysis({ ledger: { ...analysis().ledger, savings: -300_000 } }));
    await look();
    expect(await finding()).toContain('a loss of €0.30 against retail and feed-in alone');
    expect(linesOf('What stopped it')).toEqual([
      'outside its hours400 slots, alone in 90',
      'battery below its least charge30 slots, alone in 2',
    ]);
    expect(linesOf('What came of its orders')).toEqual([
      'traded wholly20 (50%)',
      'traded in part8 (20%)',
      'not traded12 (30%)',
    ]);
    expect(linesOf('Why not, or not wholly')[0]).toBe('the price was beyond its limit14 (35%)');
    expect(screen.getByText('It fired most on Tuesday from 12:00: 9 slots.')).toBeDefined();
  });

  it('cannot be told of a rule that waits to be sent', async () => {
    show(analysis(), { ...rule, version: 0 });
    expect(await screen.findByText(/^This rule waits to be sent/)).toBeDefined();
    expect(screen.queryByText('Look at what it did')).toBeNull();
  });
});

describe('a small change', () => {
  it('says what it would have done, the best first, and goes to the editor', async () => {
    const open = vi.spyOn(modals, 'open').mockReturnValue('');
    onTestFinished(() => open.mockRestore());
    const never = { slots: 0, alone: 0 };
    const free = figures({ stopped: { ENABLED: never, WINDOW: never, SOC: never, QUANTITY: never } });
    show(analysis({ asItWas: free }));
    await look();
    const best = (await screen.findByText(/^Ask €0\.01 less: 0\.1100/)).closest('tr');
    const worst = screen.getByText(/^Ask €0\.01 more: 0\.1300/).closest('tr');
    expect(screen.getByText('Nothing: it fired in every slot.')).toBeDefined();
    expect(best?.nextElementSibling).toBe(worst);
    expect(best?.textContent).toMatch(/\+2\.50\+€0\.35Open in the editor$/);
    expect(worst?.textContent).toMatch(/−3\.00−€0\.20loss/);
    fireEvent.click(screen.getAllByText('Open in the editor')[0]);
    const [[{ children }]] = open.mock.calls;
    expect((children as ReactElement).props).toMatchObject({ rule, draft: { ...trial.draft, minPrice: 110_000 } });
  });
});
