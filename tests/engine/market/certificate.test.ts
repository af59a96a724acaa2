import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Output } from '#shared/contract/contract.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { engineWithCommunity } from '../fixtures/community.ts';

const { context, communityId } = engineWithCommunity({ members: 12, days: 1 });
const { read, write } = context.cache;
const chosen = read.get<{ slot: number; id: Uint8Array; price: number; quantity_wh: number }>(
  'SELECT slot, id, price, quantity_wh FROM clearing WHERE quantity_wh > 0 LIMIT 1',
)!;
const clearingId = uuidText(chosen.id);

async function certificate(input = { communityId, slot: chosen.slot, clearingId }) {
  return await context.market.query('market.certificate', input);
}

const sha256 = ({ text }: Output<'market.certificate'>): string => createHash('sha256').update(text).digest('hex');

describe('the certificate of a clearing', () => {
  it('is canonical JSON whose SHA-256 is the stored fingerprint', async () => {
    const saved = await certificate();
    expect(saved.text).toBe(canonicalize(JSON.parse(saved.text)));
    expect(sha256(saved)).toBe(saved.fingerprint);
    const [stored] = read.pluck<Uint8Array>('SELECT fingerprint FROM certificate WHERE slot = ?', [chosen.slot]);
    expect(saved.fingerprint).toBe(Buffer.from(stored).toString('hex'));
  });

  it('names the clearing, its outcome, and every order and trade', async () => {
    const { text } = await certificate();
    const parsed = JSON.parse(text) as Record<'bids' | 'offers' | 'trades', { id: string }[]>;
    expect(parsed).toMatchObject({
      version: 1,
      id: clearingId,
      community_id: communityId,
      slot: new Date(chosen.slot).toISOString(),
      clearing_price: chosen.price / 1e6,
      clearing_quantity_kwh: chosen.quantity_wh / 1e3,
    });
    const ids = (sql: string): string[] => read.pluck<Uint8Array>(sql).map((id) => uuidText(id));
    expect([...parsed.bids, ...parsed.offers].map(({ id }) => id).toSorted()).toEqual(
      ids(`SELECT id FROM offer WHERE window_start = ${chosen.slot} ORDER BY id`),
    );
    expect(parsed.trades.map(({ id }) => id).toSorted()).toEqual(
      ids(`SELECT id FROM trade WHERE slot = ${chosen.slot} ORDER BY id`),
    );
  });

  it('knows members by their pseudonyms alone', async () => {
    const { text } = await certificate();
    const { bids, offers } = JSON.parse(text) as Record<'bids' | 'offers', { member: string }[]>;
    const pseudonyms = read.pluck<string>('SELECT anonymized_id FROM member_view');
    for (const { member } of [...bids, ...offers]) expect(pseudonyms).toContain(member);
    for (const uid of read.pluck<string>('SELECT uid FROM member')) expect(text).not.toContain(uid);
  });

  it('that was tampered with no longer has its fingerprint', async () => {
    write.run('UPDATE certificate SET cleared_at = cleared_at + 1 WHERE slot = ?', [chosen.slot]);
    try {
      const saved = await certificate();
      expect(sha256(saved)).not.toBe(saved.fingerprint);
    } finally {
      write.run('UPDATE certificate SET cleared_at = cleared_at - 1 WHERE slot = ?', [chosen.slot]);
    }
  });

  it('is refused where there is none, with the reason', async () => {
    await expect(certificate({ communityId, slot: chosen.slot + 1, clearingId })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'The cache has no such clearing.',
    });
    write.run('DELETE FROM certificate WHERE slot = ?', [chosen.slot]);
    await expect(certificate()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'This clearing was stored without a certificate.',
    });
  });
});
