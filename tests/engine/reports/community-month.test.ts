import { describe, expect, it } from 'vitest';
import { reportDigest } from '#engine/reports/fingerprint.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { languages } from '#shared/languages/languages.ts';
import type { CommunityMonthFacts } from '#shared/reports/kinds/community-month.ts';
import { COMMUNITY, uuid } from '../fixtures/pages.ts';
import { readingsOf, smallCommunity, type SmallCommunity } from '../insights/small-community.ts';
import { readReport, sectionTexts, textsOf } from './read-report.ts';

/** March 2025 in Berlin ends after the night in which the clocks go forward. */
const MARCH = { from: Date.UTC(2025, 1, 28, 23), to: Date.UTC(2025, 2, 31, 22) };
const SLOT = 15 * MINUTE;
const order = { kind: 'community-month', communityId: COMMUNITY, month: '2025-03' } as const;

async function monthOf({ context }: SmallCommunity, month = '2025-03') {
  const { facts, document } = await readReport(context, { ...order, month });
  return { facts: facts as CommunityMonthFacts, document };
}

/** Each of some members produces and consumes as much in the slots. */
function energyIn(community: SmallCommunity, members: number, ...slots: number[]): void {
  const rows = Array.from({ length: members }, () => ({ produced: 300, consumed: 200, exported: 100 }));
  community.putReadings(slots.flatMap((slot) => readingsOf(slot, rows)));
}

/** Everybody buys from the next member in a slot. */
function tradesIn(community: SmallCommunity, members: number, slot: number, changes: { status?: number } = {}): void {
  community.putTrades(
    Array.from({ length: members }, (_, at) => ({
      id: uuid('d', slot / SLOT + at),
      slot,
      buyer: at,
      seller: (at + 1) % members,
      quantity: 100,
      ...changes,
    })),
  );
}

describe('the monthly report', () => {
  it('holds what happened between the local midnights of its month, the hour that the clocks skip not missing', async () => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from - SLOT, MARCH.from, MARCH.to - SLOT, MARCH.to);
    const { facts } = await monthOf(community);
    const { summary, figures, days } = facts.sections;
    expect(summary.coverage).toMatchObject({
      period: MARCH,
      data: MARCH,
      slots: (31 * 24 - 1) * 4,
      slotsWithReadings: 2,
    });
    expect(figures.now.sums.producedWh).toEqual({ value: 2 * 6 * 300, withheldDays: 0, reason: null });
    expect(days.energy.start.at(0)).toBe(MARCH.from);
    expect(days.energy.start.at(-1)).toBe(Date.UTC(2025, 2, 30, 22));
    expect(facts.dataTo).toBe(MARCH.to);
  });

  it.each([
    ['SEK', 'kr'],
    ['CHF', 'CHF'],
  ])('writes every amount and price in the currency of the community: %s', async (currency, sign) => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from, MARCH.to - SLOT);
    tradesIn(community, 6, MARCH.from);
    community.context.cache.write.run('UPDATE community SET currency = ?', [currency]);
    const { document } = await monthOf(community);
    for (const language of languages) {
      const texts = textsOf(document(language)).join(' ');
      expect(texts).not.toMatch(/€|EUR/);
      expect(texts).toContain(`${sign}/kWh`);
    }
  });

  it('of a month that the data cover by half says so first, and compares with nothing', async () => {
    const community = smallCommunity(3, 3);
    const half = Date.UTC(2025, 2, 15, 23);
    energyIn(community, 6, MARCH.from - 40 * 24 * HOUR, half - SLOT);
    const { facts, document } = await monthOf(community);
    expect(facts.dataTo).toBe(half);
    expect(facts.sections.figures.before).toBeNull();
    const [, first] = sectionTexts(document('en'), 'summary');
    expect(first).toBe(
      'The meter readings reach from 1 Mar 2025, 00:00 to 16 Mar 2025, 00:00 only: this report is about that part of the period.',
    );
    expect(sectionTexts(document('de'), 'figures')).toContain(
      'Eine Veränderung gegenüber Februar 2025 ist nicht angegeben: Die Daten umfassen nicht beide Zeiträume ganz.',
    );
  });

  it('of two whole months gives the change of each figure', async () => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from - 28 * 24 * HOUR, MARCH.from, MARCH.from + SLOT, MARCH.to - SLOT);
    const { facts, document } = await monthOf(community);
    expect(facts.sections.figures.before?.sums.consumedWh.value).toBe(6 * 200);
    expect(sectionTexts(document('en'), 'figures')).toContain('+200.0% against February 2025');
  });

  it('without a trade says that nobody traded, and gives no price', async () => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from, MARCH.to - SLOT);
    const { facts, document } = await monthOf(community);
    expect(facts.sections.figures.now).toMatchObject({ meanPrice: null, trades: { made: 0, failed: 0 } });
    expect(facts.sections.failures).toEqual([]);
    expect(sectionTexts(document('en'), 'fairness')).toContain('No member traded in this period.');
    expect(sectionTexts(document('de'), 'failures')).toContain(
      'Jedes Geschäft ist abgerechnet oder wartet auf seine Abrechnung: Keines ist fehlgeschlagen.',
    );
  });

  it('of a community of four members withholds every sum, and says why', async () => {
    const community = smallCommunity(2, 2);
    energyIn(community, 4, MARCH.from, MARCH.to - SLOT);
    tradesIn(community, 4, MARCH.from);
    const { facts, document } = await monthOf(community);
    const { figures, days, fairness, failures } = facts.sections;
    expect(Object.values(figures.now.sums).map(({ value }) => value)).toEqual([null, null, null, null, null]);
    expect(figures.now).toMatchObject({ selfSufficiency: null, co2AvoidedG: null, meanPrice: null, trades: null });
    expect([...days.energy.producedWh, ...days.energy.boughtWh].filter((value) => value !== null)).toEqual([]);
    expect(fairness).toMatchObject({ withheld: 'few-members', total: null, median: null, bins: [] });
    expect(failures).toBeNull();
    const english = textsOf(document('en'));
    expect(english).toContain(
      'The community had 4 members in this period. Sums over fewer than five members would show what single households do: they are withheld in this report.',
    );
    expect(english.filter((text) => text === 'withheld').length).toBeGreaterThan(5);
  });

  it('counts trades that failed by cause, with how they were put in order', async () => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from, MARCH.to - SLOT);
    tradesIn(community, 6, MARCH.from);
    community.putTrades([
      { id: uuid('d', 1), slot: MARCH.from + SLOT, buyer: 0, seller: 1, quantity: 100, status: 2, failureCode: 4 },
    ]);
    const { facts, document } = await monthOf(community);
    expect(facts.sections.figures.now.trades).toEqual({ made: 6, failed: 1 });
    expect(facts.sections.failures).toMatchObject([{ cause: 'METER_READING_MISSING', failed: 1, open: 1 }]);
    expect(sectionTexts(document('en'), 'failures')).toContain('Meter reading missing');
  });

  it('has the same fingerprint whenever it is made, and another one when a figure of its month changes', async () => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from, MARCH.to - SLOT);
    tradesIn(community, 6, MARCH.from);
    const digest = async (): Promise<string> => reportDigest(order, (await monthOf(community)).facts).fingerprint;
    const first = await digest();
    energyIn(community, 6, MARCH.to + 40 * 24 * HOUR);
    tradesIn(community, 6, MARCH.to + 24 * HOUR);
    expect(await digest()).toBe(first);
    tradesIn(community, 6, MARCH.from + SLOT);
    expect(await digest()).not.toBe(first);
  });

  it('is refused for a month of which there are no data', async () => {
    const community = smallCommunity(3, 3);
    energyIn(community, 6, MARCH.from);
    await expect(monthOf(community, '2025-05')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
