import { describe, expect, it } from 'vitest';
import { sharedBins } from '#renderer/pages/insights/counterfactual/shared-bins.ts';
import { readSaved, SAVED_PREFIX, writeSaved } from '#renderer/pages/insights/counterfactual/saved-scenarios.ts';
import {
  readChosen,
  readScenarios,
  toggled,
  writeChosen,
  type OtherScenario,
} from '#renderer/pages/insights/counterfactual/scenarios.ts';
import {
  readMemberFilters,
  shownMembers,
  writeMemberFilters,
  type MemberSavings,
} from '#renderer/pages/insights/counterfactual/member-changes.ts';

const K = 5;
const CENT = 10_000;
const search = (text: string) => new URLSearchParams(text);

describe('the chosen scenarios', () => {
  it('are pay-as-bid and mid-market-rate where the address says nothing', () => {
    expect(readChosen(search('')).chosen).toEqual(['pay-as-bid', 'mid-market-rate']);
    expect(writeChosen(search('period=month'), readChosen(search(''))).toString()).toBe('period=month');
  });

  it('stand in the address in the order of the mechanisms, at most three of them', () => {
    expect(readScenarios('supply-demand-ratio,nonsense,retail-only,actual')).toEqual([
      'retail-only',
      'supply-demand-ratio',
    ]);
    expect(readScenarios('mid-market-rate,supply-demand-ratio,pay-as-bid,retail-only')).toHaveLength(3);
  });

  it('can be none', () => {
    const written = writeChosen(search(''), { chosen: [] });
    expect(written.toString()).toBe('with=none');
    expect(readChosen(written).chosen).toEqual([]);
  });

  it('take no fourth, and one away at any time', () => {
    const three: OtherScenario[] = ['retail-only', 'pay-as-bid', 'mid-market-rate'];
    expect(toggled(three, 'trade-reduction')).toBeNull();
    expect(toggled(three, 'pay-as-bid')).toEqual(['retail-only', 'mid-market-rate']);
    expect(toggled(['mid-market-rate'], 'retail-only')).toEqual(['retail-only', 'mid-market-rate']);
  });
});

describe('bins of savings that scenarios share', () => {
  const spread = Array.from({ length: 60 }, (_, at) => at * 37 * CENT);
  const narrow = Array.from({ length: 60 }, (_, at) => (700 + at) * CENT);
  const isSafe = (count: number): boolean => count === 0 || count >= K;

  it('hold nobody or k members at least under each scenario, and everybody once', () => {
    const bins = sharedBins([spread, narrow, spread.map(() => 0)], K);
    expect(bins.length).toBeGreaterThan(5);
    expect(bins.flatMap(({ members }) => members).every(isSafe)).toBe(true);
    for (const set of [0, 1, 2]) expect(bins.reduce((sum, { members }) => sum + members[set], 0)).toBe(60);
  });

  it('follow one another without a gap, with round borders', () => {
    const bins = sharedBins([spread, narrow], K);
    for (const [at, { from }] of bins.entries()) if (at > 0) expect(from).toBe(bins[at - 1].to);
    expect(bins.every(({ to }) => to === null || to % (10 * CENT) === 0)).toBe(true);
  });

  it('keep losses and gains apart where there are enough of both', () => {
    const values = [...Array.from({ length: 6 }, (_, at) => -1 - at * CENT), ...spread];
    expect(sharedBins([values], K).some(({ to }) => to === 0)).toBe(true);
  });

  it('do not show a few who lost apart from those who gained', () => {
    const bins = sharedBins([[-50 * CENT, -40 * CENT, ...spread]], K);
    expect(bins.flatMap(({ members }) => members).every(isSafe)).toBe(true);
    expect(bins.some(({ to }) => to === 0)).toBe(false);
  });

  it('are one when all saved the same, and none with fewer than k members', () => {
    expect(sharedBins([spread.map(() => 0)], K)).toHaveLength(1);
    expect(sharedBins([[1, 2, 3, 4]], K)).toEqual([]);
  });
});

describe('the table of members', () => {
  const member = (anonymizedId: string, actual: number, payAsBid: number): MemberSavings => ({
    memberId: anonymizedId,
    anonymizedId,
    role: 'consumer',
    savings: [actual, 0, 0, payAsBid, 0, 0, 0, 0],
  });
  const members = [member('House A2', 100, 40), member('House A10', 10, 90), member('House B1', 50, 50)];
  const names = (address: string) =>
    shownMembers(members, 'pay-as-bid', readMemberFilters(search(address)), 'en').map((one) => one.anonymizedId);

  it('begins with who would gain most, and with who would lose most the other way round', () => {
    expect(names('')).toEqual(['House A10', 'House B1', 'House A2']);
    expect(names('order=asc')).toEqual(['House A2', 'House B1', 'House A10']);
  });

  it('is sorted by any scenario and searched by pseudonym', () => {
    expect(names('sort=actual')).toEqual(['House A2', 'House B1', 'House A10']);
    expect(names('q=house a&sort=name&order=asc')).toEqual(['House A2', 'House A10']);
  });

  it('keeps its order and its scenario in the address', () => {
    const filters = { search: '', under: 'pay-as-bid', sort: 'name', descending: false } as const;
    expect(readMemberFilters(writeMemberFilters(search('period=week'), filters))).toEqual(filters);
  });
});

describe('a saved scenario', () => {
  const text = writeSaved({ kind: 'month', lastDay: 20260630 }, ['retail-only', 'pay-as-bid'], 'demo');

  it('is a period and the scenarios beside it, of one community', () => {
    const views = { [`${SAVED_PREFIX}June 10`]: text, [`${SAVED_PREFIX}June 9`]: text, 'ledger.saved.June': 'q=x' };
    expect(readSaved(views, 'demo', 'en')).toEqual([
      { name: 'June 9', period: { kind: 'month', lastDay: 20260630 }, chosen: ['retail-only', 'pay-as-bid'] },
      { name: 'June 10', period: { kind: 'month', lastDay: 20260630 }, chosen: ['retail-only', 'pay-as-bid'] },
    ]);
    expect(readSaved(views, 'konstanz', 'en')).toEqual([]);
  });

  it('that cannot be read is left out', () => {
    expect(readSaved({ [`${SAVED_PREFIX}Broken`]: 'sometime\npay-as-bid\ndemo' }, 'demo', 'en')).toEqual([]);
  });
});
