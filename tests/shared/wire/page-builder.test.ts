import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { clearingAt, offerAt, readingAt, signalAt, tradeAt } from '#shared/wire/page-records.ts';
import {
  clearings,
  communities,
  members,
  offers,
  readings,
  rules,
  settlementEvents,
  signals,
  trades,
} from './arbitraries.ts';

describe('a page builder', () => {
  it('makes columns that hold exactly the records that went in', () => {
    const many = { maxLength: 12 };
    fc.assert(
      fc.property(
        fc.record({
          signals: fc.array(signals, many),
          readings: fc.array(readings, many),
          clearings: fc.array(clearings, many),
          offers: fc.array(offers, many),
          trades: fc.array(trades, many),
          settlements: fc.array(settlementEvents, { minLength: 1, maxLength: 12 }),
        }),
        (records) => {
          const builder = new PageBuilder('community-1');
          builder.signals.push(...records.signals);
          builder.readings.push(...records.readings);
          builder.clearings.push(...records.clearings);
          builder.offers.push(...records.offers);
          builder.trades.push(...records.trades);
          builder.settlements.push(...records.settlements);
          const page = builder.take();
          expect(records.signals.map((_, row) => signalAt(page.signals!, row))).toEqual(records.signals);
          expect(records.readings.map((_, row) => readingAt(page.readings!, row, page.memberIds))).toEqual(
            records.readings,
          );
          expect(
            records.clearings.map((_, row) => ({ ...clearingAt(page.clearings!, row), certificate: null })),
          ).toEqual(records.clearings);
          expect(records.offers.map((_, row) => offerAt(page.offers!, row, page.memberIds, page.ruleIds))).toEqual(
            records.offers,
          );
          expect(records.trades.map((_, row) => tradeAt(page.trades!, row, page.memberIds))).toEqual(records.trades);
          expect(page.settlements).toEqual(records.settlements);
        },
      ),
    );
  });

  it('is empty after a page was taken, and leaves out what a page does not bring', () => {
    const builder = new PageBuilder('community-1');
    [builder.community] = fc.sample(communities, 1);
    builder.members.push(...fc.sample(members, 2));
    builder.rules.push(...fc.sample(rules, 1));
    expect(builder.rows).toBe(3);
    const page = builder.take();
    expect(page.members).toHaveLength(2);
    expect(page.rules).toHaveLength(1);
    expect(page).not.toHaveProperty('readings');
    expect(builder.rows).toBe(0);
    expect(builder.take()).toEqual({ communityId: 'community-1', memberIds: [], ruleIds: [] });
  });

  it('refuses an id of a trade that is no UUID', () => {
    const builder = new PageBuilder('community-1');
    builder.trades.push({ ...fc.sample(trades, 1)[0], id: 'trade-1' });
    expect(() => builder.take()).toThrow(RangeError);
  });
});
