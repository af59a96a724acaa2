import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { communityMemberWire, communityWire, tradingRuleWire } from '#shared/wire/community.ts';
import { clearingWire, meterReadingWire, pricingSignalWire, tradeWire, tradingOfferWire } from '#shared/wire/market.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';
import type { WireRecord } from '#shared/wire/wire-record.ts';
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

const COMMUNITY = 'community-1';

const offer = {
  id: '0194f3a0-0000-7000-8000-000000000001',
  community_id: COMMUNITY,
  member_id: 'member-1',
  type: 'sell',
  quantity_kwh: 1.5,
  remaining_kwh: 0,
  price_per_kwh: 0.185,
  time_window_start: '2026-03-29T00:45:00.000Z',
  time_window_end: '2026-03-29T01:00:00.000Z',
  status: 'matched',
  created_at: '2026-03-29T00:30:00.000Z',
  rule_id: null,
  rule_version: null,
};

const reading = {
  member_id: 'member-1',
  slot: '2026-03-29T00:45:00.000Z',
  produced_wh: 10,
  consumed_wh: 20,
  imported_wh: 10,
  exported_wh: 0,
  battery_soc: null,
  quality: 'measured',
  revision: 0,
};

describe('a record of the wire', () => {
  function roundTrips<S extends z.ZodObject, R>(wire: WireRecord<S, R>, records: fc.Arbitrary<R>): void {
    fc.assert(
      fc.property(records, (record) => {
        // Through JSON, as it travels.
        const encoded = JSON.parse(JSON.stringify(wire.encode(record, COMMUNITY))) as unknown;
        const decoded = wire.decode(encoded);
        expect(decoded).toMatchObject({ ok: true, record });
        if (decoded.ok) expect(wire.encode(decoded.record, COMMUNITY)).toEqual(encoded);
      }),
      { numRuns: 300 },
    );
  }

  it('Community goes to the wire and back unchanged', () => roundTrips(communityWire, communities));
  it('CommunityMember goes to the wire and back unchanged', () => roundTrips(communityMemberWire, members));
  it('TradingRule goes to the wire and back unchanged', () => roundTrips(tradingRuleWire, rules));
  it('TradingOffer goes to the wire and back unchanged', () => roundTrips(tradingOfferWire, offers));
  it('Trade goes to the wire and back unchanged', () => roundTrips(tradeWire, trades));
  it('PricingSignal goes to the wire and back unchanged', () => roundTrips(pricingSignalWire, signals));
  it('MeterReading goes to the wire and back unchanged', () => roundTrips(meterReadingWire, readings));
  it('a clearing goes to the wire and back unchanged', () => roundTrips(clearingWire, clearings));
  it('SettlementEvent goes to the wire and back unchanged', () => roundTrips(settlementEventWire, settlementEvents));

  it('carries the names and decimals of the original data model', () => {
    const decoded = tradingOfferWire.decode(offer);
    expect(decoded).toMatchObject({
      ok: true,
      communityId: COMMUNITY,
      record: { quantityWh: 1500, remainingWh: 0, price: 185_000, windowStart: Date.UTC(2026, 2, 29, 0, 45) },
    });
    if (decoded.ok) expect(tradingOfferWire.encode(decoded.record, COMMUNITY)).toEqual(offer);
  });

  it('takes times with any offset and ignores fields it does not know', () => {
    const decoded = tradingOfferWire.decode({ ...offer, created_at: '2026-03-29T01:30:00+01:00', colour: 'red' });
    expect(decoded).toMatchObject({ ok: true, record: { createdAt: Date.UTC(2026, 2, 29, 0, 30) } });
  });

  it.each([
    ['quantity_kwh', 1.2345, 'has more than 3 decimals'],
    ['quantity_kwh', -0.001, 'is negative'],
    ['quantity_kwh', Number.NaN, 'is not a number'],
    ['quantity_kwh', '1.5', 'is not a number'],
    ['quantity_kwh', null, 'is not a number'],
    ['quantity_kwh', 2_147_483.648, 'is too large'],
    ['remaining_kwh', 1e300, 'is too large'],
    ['price_per_kwh', 0.1234567, 'has more than 6 decimals'],
    ['price_per_kwh', Number.POSITIVE_INFINITY, 'is not a number'],
    ['price_per_kwh', 9_007_199_255, 'is too large'],
    ['time_window_start', '2026-03-29T00:45:00', 'is not an ISO 8601 time with an offset'],
    ['time_window_start', '2026-02-30T00:45:00Z', 'is not an ISO 8601 time with an offset'],
    ['created_at', '2026-03-29T00:45:00.0001Z', 'is finer than a millisecond'],
    ['id', 'not-a-uuid', 'is not a UUID'],
  ])('%s of %s is refused', (field, value, problem) => {
    expect(tradingOfferWire.decode({ ...offer, [field]: value })).toMatchObject({ ok: false, field, problem });
  });

  it('names a field that is missing, and the whole when it is no object', () => {
    const { quantity_kwh: _, ...rest } = offer;
    expect(tradingOfferWire.decode(rest)).toEqual({
      ok: false,
      field: 'quantity_kwh',
      value: '',
      problem: 'is missing',
    });
    for (const value of [null, 7, 'x', []])
      expect(tradingOfferWire.decode(value)).toMatchObject({ ok: false, field: '' });
  });

  it('has whole Wh in meter readings', () => {
    expect(meterReadingWire.decode(reading)).toMatchObject({ ok: true, communityId: null });
    for (const value of [1.5, -1, 3e9, '1']) {
      expect(meterReadingWire.decode({ ...reading, produced_wh: value })).toMatchObject({
        ok: false,
        field: 'produced_wh',
      });
    }
  });

  it('tells the place of a problem inside a record', () => {
    const community = communityWire.encode(fc.sample(communities, 1)[0], COMMUNITY);
    expect(communityWire.decode({ ...community, market: { ...community.market, slot_minutes: 90 } })).toMatchObject({
      ok: false,
      field: 'market.slot_minutes',
      value: '90',
    });
    expect(communityWire.decode({ ...community, time_zone: 'Mars/Olympus' })).toMatchObject({
      ok: false,
      field: 'time_zone',
      problem: 'is not an IANA time zone',
    });
  });

  it('checks the counted fields of a community and does not keep them', () => {
    const community = communityWire.encode(fc.sample(communities, 1)[0], COMMUNITY);
    const counted = { ...community, member_count: 12, total_capacity_kwh: 48.5 };
    expect(communityWire.decode(counted)).toMatchObject({ ok: true });
    expect(communityWire.decode({ ...counted, member_count: -1 })).toMatchObject({ ok: false, field: 'member_count' });
  });

  it('is not written when an amount has no exact decimal', () => {
    const trade = fc.sample(trades, 1)[0];
    expect(() => tradeWire.encode({ ...trade, amount: Number.MAX_SAFE_INTEGER }, COMMUNITY)).toThrow(
      'total_amount cannot be written as an exact decimal',
    );
  });
});
