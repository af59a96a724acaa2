import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { uuidOfHex } from '#shared/domain/uuid.ts';
import { engineWithCommunity } from '../fixtures/community.ts';
import { plainLedger } from './plain-ledger.ts';

const { context, communityId } = engineWithCommunity({ members: 10, days: 3 });
const { cache } = context;
const all = plainLedger(cache.read);
const [traded] = all.filter(({ status, buyRuleId }) => status === 'settled' && buyRuleId !== null);

const sheetOf = ({ id: tradeId, executedAt } = traded) =>
  context.ledger.query('ledger.trade', { communityId, tradeId, executedAt });

describe('the sheet of a trade', () => {
  it('shows it as the ledger does, with its clearing, both orders and what both meters said in its slot', async () => {
    const sheet = await sheetOf();
    expect(sheet.trade).toEqual(traded);
    expect(sheet.clearing!.fingerprint).toBe(
      cache.read.pluck<string>('SELECT lower(hex(fingerprint)) FROM certificate WHERE slot = ?', [traded.slot])[0],
    );
    expect(sheet.buyOrder).toMatchObject({ windowStart: traded.slot, ruleId: traded.buyRuleId, status: 'matched' });
    expect(sheet.buyOrder!.price ?? Infinity).toBeGreaterThanOrEqual(traded.price);
    expect(sheet.sellOrder!.price ?? -Infinity).toBeLessThanOrEqual(traded.price);
    const [importedWh] = cache.read.pluck<number>(
      'SELECT imported_wh FROM meter_reading WHERE slot = ? AND member_id = (SELECT id FROM member WHERE uid = ?)',
      [traded.slot, traded.buyerId],
    );
    expect(sheet.buyerReading!.importedWh).toBe(importedWh);
    expect(sheet.sellerReading!.exportedWh).toBeGreaterThan(0);
    expect(sheet.history).toEqual([]);
    contract['ledger.trade'].output.parse(sheet);
  });

  it('says what the copy does not have as missing, and finds an order whose window began earlier', async () => {
    const [other] = all.filter(({ slot }) => slot !== traded.slot);
    cache.write.run('DELETE FROM meter_reading WHERE slot = ?', [other.slot]);
    cache.write.run('DELETE FROM certificate WHERE slot = ?', [other.slot]);
    cache.write.run('UPDATE offer SET window_start = window_start - 1800000 WHERE window_start = ? AND type = 0', [
      other.slot,
    ]);
    cache.write.run('DELETE FROM offer WHERE window_start = ?', [other.slot]);
    const sheet = await sheetOf(other);
    expect(sheet).toMatchObject({ buyerReading: null, sellerReading: null, sellOrder: null });
    expect(sheet.clearing).toMatchObject({ fingerprint: null });
    expect(sheet.buyOrder).toMatchObject({ windowStart: other.slot - 1_800_000, ruleId: other.buyRuleId });
  });

  it('tells what happened since it failed: by name, without the ids of people', async () => {
    const [failed] = all.filter(({ status }) => status === 'failed');
    cache.write.run('DELETE FROM settlement_event WHERE executed_at = ?', [failed.executedAt]);
    const steps = [
      { number: 1, kind: 0, actor: null, actor_uid: null, reason: null },
      { number: 2, kind: 1, actor: 'Ada Brandt', actor_uid: 'person-7', reason: 'The meter was read late.' },
    ];
    for (const { number, kind, actor, actor_uid, reason } of steps) {
      cache.write.run(
        `INSERT INTO settlement_event (community_id, executed_at, trade_id, number, id, kind, at, actor, actor_uid, reason,
           trade_version, resolution, needs_approval)
         VALUES (1, ?, ?, ?, randomblob(16), ?, ?, ?, ?, ?, 1, ?, 0)`,
        [
          failed.executedAt,
          Buffer.from(failed.id.replaceAll('-', ''), 'hex'),
          number,
          kind,
          failed.executedAt + number,
          actor,
          actor_uid,
          reason,
          kind === 0 ? null : 0,
        ],
      );
    }
    const { history } = await sheetOf(failed);
    expect(history.map(({ number, kind, by }) => [number, kind, by])).toEqual([
      [1, 'failed', null],
      [2, 'proposed', 'Ada Brandt'],
    ]);
    expect(JSON.stringify(history)).not.toContain('person-7');
  });

  it('is refused in words a person understands for a trade that is not there', async () => {
    for (const id of ['nothing', uuidOfHex('0'.repeat(32))]) {
      await expect(sheetOf({ ...traded, id })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('not in the copy') as string,
      });
    }
  });
});
