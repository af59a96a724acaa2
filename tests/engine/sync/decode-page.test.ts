import { describe, expect, it } from 'vitest';
import { type DecodedPage, decodePage } from '#engine/sync/decode-page.ts';
import { readingAt, tradeAt } from '#shared/wire/page-records.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, memberId, ruleId, START, uuid } from '../fixtures/pages.ts';
import {
  iso,
  pageText,
  wireClearing,
  wireCommunity,
  wireMember,
  wireOffer,
  wireReading,
  wireRule,
  wireSignal,
  wireTrade,
} from '../fixtures/wire-records.ts';

function decode(page: Parameters<typeof pageText>[0]): DecodedPage {
  return decodePage(pageText(page), { communityId: COMMUNITY, memberOfPseudonym: () => null });
}

describe('a page of the feed', () => {
  it('becomes a change page with the records of every kind', () => {
    const decoded = decode({
      from: 'a.1',
      next: 'a.9',
      position: 9,
      complete: false,
      remaining: 3,
      changes: {
        community: [wireCommunity()],
        member: [wireMember(0), wireMember(1)],
        rule: [wireRule(0)],
        signal: [wireSignal(0)],
        reading: [wireReading(0, 1)],
        clearing: [wireClearing(1, 0)],
        offer: [wireOffer(1, 0, { rule_id: ruleId(0), rule_version: 1 })],
        trade: [wireTrade(1)],
      },
      deleted: [{ kind: 'trade', id: uuid('d', 4).toUpperCase(), executed_at: '2025-03-30T02:00:00+02:00' }],
    });
    expect(decoded).toMatchObject({ from: 'a.1', next: 'a.9', position: 9, complete: false, remaining: 3, count: 10 });
    const { page } = decoded;
    expect(page.community?.name).toBe('Sonnenhang');
    expect(page.members?.map(({ id }) => id)).toEqual([memberId(0), memberId(1)]);
    expect(page.rules?.[0].id).toBe(ruleId(0));
    expect([page.signals?.count, page.clearings?.count, page.offers?.count]).toEqual([1, 1, 1]);
    expect(readingAt(page.readings!, 0, page.memberIds)).toMatchObject({ memberId: memberId(1), producedWh: 300 });
    expect(tradeAt(page.trades!, 0, page.memberIds)).toMatchObject({
      sellerId: memberId(1),
      quantityWh: 125,
      amount: 23750,
    });
    expect(page.ruleIds[page.offers!.rule[0]]).toBe(ruleId(0));
    expect(decoded.deletions).toEqual([{ kind: 'trade', id: uuid('d', 4), executed_at: Date.UTC(2025, 2, 30, 0) }]);
    expect(decoded.aside).toEqual([]);
  });

  it.each([
    ['', 'HUB_REFUSED'],
    ['{"protocol":1,"community_id"', 'HUB_REFUSED'],
    ['<html></html>', 'HUB_REFUSED'],
    ['null', 'INPUT_INVALID'],
    ['[]', 'INPUT_INVALID'],
    [pageText({ next: '' }), 'INPUT_INVALID'],
    [pageText({ position: -1 }), 'INPUT_INVALID'],
    [pageText({ position: 2 ** 53 }), 'INPUT_INVALID'],
    [pageText({ hub_time: 'now' }), 'INPUT_INVALID'],
    [pageText({ changes: { trade: {} as never } }), 'INPUT_INVALID'],
    [pageText({ deleted: [{}] }), 'INPUT_INVALID'],
    [pageText({ protocol: 2 }), 'CLIENT_TOO_OLD'],
  ])('with the text %s is refused with %s', (text, code) => {
    const context = { communityId: COMMUNITY, memberOfPseudonym: () => null };
    expect(failureOf(() => decodePage(text, context)).code).toBe(code);
  });

  it.each<[string, object[], number, string]>([
    ['community', [wireCommunity({ currency: 'euro' })], 0, 'currency'],
    ['community', [wireCommunity({ id: 'another' })], 0, 'id'],
    ['member', [wireMember(0), wireMember(1, { community_id: 'another' })], 1, 'community_id'],
    ['member', [wireMember(0, { id: '~0' })], 0, 'id'],
    ['rule', [wireRule(0, { id: '~0' })], 0, 'id'],
    ['rule', [wireRule(0, { version: 1.5 })], 0, 'version'],
    ['signal', [wireSignal(0, { grid_import_price: undefined })], 0, 'grid_import_price'],
    ['signal', [wireSignal(0, { community_id: 'another' })], 0, 'community_id'],
    ['clearing', [wireClearing(0, 0, { interval: [0.1] })], 0, 'interval'],
    ['clearing', [wireClearing(0, 0, { fingerprint: 'ab'.repeat(32) })], 0, 'fingerprint'],
    ['reading', [wireReading(0, 0), wireReading(1, 0, { produced_wh: 0.5 })], 1, 'produced_wh'],
    ['offer', [wireOffer(0, 0, { community_id: 'another' })], 0, 'community_id'],
    ['trade', [wireTrade(0), wireTrade(1), wireTrade(2, { community_id: 'another' })], 2, 'community_id'],
    ['trade', [null as never], 0, ''],
    ['flexibility', [7 as never], 0, ''],
  ])('with a %s that does not fit names kind, row and field (L9)', (kind, records, row, field) => {
    const failure = failureOf(() => decode({ changes: { [kind]: records } }));
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', retryable: false, details: { kind, row, field } });
    expect(failure.message).toContain(`${kind} record ${row}`);
  });

  it('of another community is refused (L9)', () => {
    const failure = failureOf(() => decode({ community_id: 'another' }));
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', details: { field: 'community_id' } });
  });
});

describe('what this version does not know (L8)', () => {
  it('is told with kind and key: fields of records, also inside them, and whole kinds', () => {
    const { aside } = decode({
      changes: {
        community: [
          wireCommunity({ motto: 'Sun', market: { ...(wireCommunity() as { market: object }).market, tick: 5 } }),
        ],
        member: [wireMember(0, { car: true }), wireMember(1)],
        rule: [wireRule(0, { note: 'x' })],
        signal: [wireSignal(0, { co2_g: 120 })],
        reading: [wireReading(0, 1, { volt: 230 })],
        clearing: [wireClearing(1, 0, { rounds: 2 })],
        offer: [wireOffer(1, 0, { note: 'x' })],
        trade: [wireTrade(1, { grid_fee: 0.01 }), wireTrade(2)],
        flexibility: [{ id: 'f1', kw: 3 }, { kw: 4 }],
      },
    });
    expect(aside.map(({ kind, key, fields }) => [kind, key, JSON.parse(fields) as unknown])).toEqual([
      ['community', COMMUNITY, { motto: 'Sun', market: { tick: 5 } }],
      ['member', memberId(0), { car: true }],
      ['rule', `${ruleId(0)}/1`, { note: 'x' }],
      ['signal', iso(START), { co2_g: 120 }],
      ['clearing', uuid('c', 1), { rounds: 2 }],
      ['reading', `${iso(START)}/${memberId(1)}`, { volt: 230 }],
      ['offer', uuid('e', 1), { note: 'x' }],
      ['trade', uuid('d', 1), { grid_fee: 0.01 }],
      ['flexibility', 'f1', { id: 'f1', kw: 3 }],
      ['flexibility', '{"kw":4}', { kw: 4 }],
    ]);
  });

  it('has the same key in whatever form a time or an id is written', () => {
    const keyOf = (record: object): string => decode({ changes: { trade: [record] } }).aside[0].key;
    expect(keyOf(wireTrade(10, { x: 1 }))).toBe(keyOf(wireTrade(10, { x: 1, id: uuid('d', 10).toUpperCase() })));
    const slotKeyOf = (slot: string): string =>
      decode({ changes: { reading: [wireReading(0, 1, { slot, x: 1 })] } }).aside[0].key;
    expect(slotKeyOf('2025-03-30T00:00:00Z')).toBe(slotKeyOf('2025-03-30T02:00:00.000+02:00'));
  });
});
