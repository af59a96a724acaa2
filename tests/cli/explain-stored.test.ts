import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runDemo } from '#cli/demo.ts';
import { runExplain } from '#cli/explain.ts';
import { MINUTE } from '#shared/domain/slots.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const UNTIL = '2026-06-09T12:00:00.000Z';
const demo = ['--members', '40', '--days', '1', '--seed', '5', '--until', UNTIL];
const snapshot = path.join(folder, 'demo.commonwatt');

interface Records {
  readonly member: { id: string; anonymized_id: string };
  readonly clearing: { slot: string; clearing_price: number | null; clearing_quantity_kwh: number };
  readonly trade: { buy_offer_id: string; price_per_kwh: number };
  readonly offer: {
    id: string;
    member_id: string;
    type: 'buy' | 'sell';
    quantity_kwh: number;
    remaining_kwh: number;
    price_per_kwh: number | null;
    time_window_start: string;
    time_window_end: string;
    status: string;
  };
}

let lines: string[] = [];
beforeAll(async () => {
  await runDemo([...demo, '--out', snapshot], { stdout: () => {}, stderr: () => {} });
  lines = zstdDecompressSync(readFileSync(snapshot)).toString().trimEnd().split('\n');
});

function records<K extends keyof Records>(name: K): Records[K][] {
  const found = lines.filter((line) => line.startsWith(`{"${name}"`));
  return found.map((line) => (JSON.parse(line) as Record<K, Records[K]>)[name]);
}

function findOffer(wanted: (offer: Records['offer']) => boolean): Records['offer'] {
  return records('offer').find(wanted)!;
}

const pseudonym = ({ member_id }: Records['offer']): string =>
  records('member').find(({ id }) => id === member_id)!.anonymized_id;

async function run(...args: string[]): Promise<string> {
  let stdout = '';
  expect(await runExplain(args, { stdout: (text) => (stdout += text), stderr: () => {} })).toBe(0);
  return stdout;
}

const explain = async (offer: string, ...flags: string[]) =>
  JSON.parse(await run('--file', snapshot, '--offer', offer, ...flags, '--json')) as Record<string, unknown>;

describe('explain of a stored offer', () => {
  it('that traded in full says at what price, with slot and pseudonym', async () => {
    const offer = findOffer(({ type, remaining_kwh: left }) => type === 'buy' && left === 0);
    const trades = records('trade').filter(({ buy_offer_id }) => buy_offer_id === offer.id);
    expect(await explain(offer.id.toUpperCase())).toEqual({
      slot: offer.time_window_start,
      member: pseudonym(offer),
      order: offer.id,
      side: 'bid',
      mechanism: 'uniform-price',
      price_per_kwh: offer.price_per_kwh,
      quantity_kwh: offer.quantity_kwh,
      traded_kwh: offer.quantity_kwh,
      reason: null,
      clearing_price: trades[0].price_per_kwh,
      change: null,
      sentence: expect.stringMatching(new RegExp(`^Bid ${offer.id} .* traded in full at `)) as string,
    });
  });

  it('that did not trade says why not and what would have done, in words', async () => {
    const prices = new Map(
      records('clearing')
        .filter(({ clearing_quantity_kwh: traded }) => traded > 0)
        .map(({ slot, clearing_price: price }) => [slot, price]),
    );
    const offer = findOffer(({ type, price_per_kwh: limit, time_window_start: slot }) => {
      const price = prices.get(slot);
      return type === 'buy' && limit !== null && price != null && limit < price;
    });
    const json = await explain(offer.id);
    expect(json).toMatchObject({ traded_kwh: 0, reason: 'PRICE', clearing_price: prices.get(offer.time_window_start) });
    expect(await run('--file', snapshot, '--offer', offer.id)).toBe(
      `${pseudonym(offer)}, ${offer.time_window_start}: ${json['sentence'] as string}\n`,
    );
    expect(json['sentence']).toMatch(/did not trade: its limit is below the clearing price .* it would have traded /);
  });

  it('that is active is explained by what would clear now, in the first slot that is open', async () => {
    const offer = findOffer(({ status, price_per_kwh: price }) => status === 'active' && price !== null);
    expect(await explain(offer.id)).toMatchObject({ slot: UNTIL, order: offer.id, member: pseudonym(offer) });
  });

  it('of a longer window is explained in the slot that is asked for', async () => {
    const { id } = findOffer((offer) => Date.parse(offer.time_window_end) > Date.parse(UNTIL) + 60 * MINUTE);
    const second = '2026-06-09T12:15:00.000Z';
    expect(await explain(id, '--slot', '2026-06-09T14:20:00+02:00')).toMatchObject({ order: id, slot: second });
  });

  it('is read from a profile as from a file', async () => {
    const passphraseFile = path.join(folder, 'passphrase');
    writeFileSync(passphraseFile, 'solar neighbours share');
    mkdirSync(path.join(folder, 'profile'));
    const profile = ['--profile', path.join(folder, 'profile'), '--passphrase-file', passphraseFile];
    await runDemo([...demo, ...profile], { stdout: () => {}, stderr: () => {} });
    const { id } = findOffer(({ status }) => status === 'matched');
    expect(await run(...profile, '--offer', id)).toBe(await run('--file', snapshot, '--offer', id));
  });

  it('never names a member by its id', async () => {
    const offer = findOffer(({ status }) => status === 'matched');
    const everything = (await run('--file', snapshot, '--offer', offer.id)) + JSON.stringify(await explain(offer.id));
    for (const { id } of records('member')) expect(everything).not.toContain(id);
  });
});

describe('explain of a stored offer refuses', () => {
  const nobody = '01890000-0000-7000-8000-000000000000';

  it.each([
    [['--file', snapshot], '--offer is missing'],
    [['--offer', nobody], 'name either a --profile or a --file'],
    [['--file', snapshot, '--offer', 'mine'], '--offer mine: not the id of an offer'],
    [['--file', snapshot, '--offer', nobody], `--offer ${nobody}: Sonnenhang has no such offer`],
    [['--file', snapshot, '--offer', nobody, '--slot', 'noon'], '--slot noon: not a time such as 2026-01-31T12:00:00Z'],
    [['--file', snapshot, '--offer', nobody, '--mechanism', 'pay-as-bid'], "Unknown option '--mechanism'"],
  ])('the arguments %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(new UsageError(message));
  });

  it('a slot in which the offer had no part, and says which it may be', async () => {
    const offer = findOffer(({ status }) => status === 'matched');
    const { id, time_window_start: from, time_window_end: to } = offer;
    await expect(explain(id, '--slot', to)).rejects.toThrow(
      new UsageError(
        `--offer ${id}: has no part in slot ${to}; its window is from ${from} to ${to}, name a slot of it with --slot`,
      ),
    );
  });
});
