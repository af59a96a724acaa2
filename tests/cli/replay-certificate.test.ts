import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runReplay } from '#cli/replay.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { certificateText, clearAgain } from '#shared/market/certificate.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { orderMechanismNames } from '#shared/market/mechanisms.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { certificateFields } from '#shared/wire/certificate.ts';

const file = path.join(mkdtempSync(path.join(tmpdir(), 'certificate-')), 'certificate.json');
afterAll(() => rmSync(path.dirname(file), { recursive: true, force: true }));

type Json = Record<string, unknown>;
interface Certificate extends Json {
  readonly bids: Json[];
  readonly offers: Json[];
  readonly trades: Json[];
}

/** A clearing of the demo with some trades, rationed at the marginal price, as the console saves its certificate. */
const text = savedCertificate();
const fingerprint = Buffer.from(sha256(text)).toString('hex');
const parse = (): Certificate => JSON.parse(text) as Certificate;

function savedCertificate(): string {
  const until = Date.parse('2026-06-09T22:00:00Z');
  for (const page of simulateCommunity({ seed: 5, members: 8, days: 1, until }, sha256)) {
    const { communityId, memberIds, ruleIds, certificates = [] } = page;
    const names = { communityId, member: (at: number) => memberIds[at], rule: (at: number) => ruleIds[at] };
    for (const certificate of certificates) {
      const outcome = clearAgain(certificate);
      if (outcome.trades.length > 2 && outcome.marginalQuantityWh > 0) {
        return certificateText(certificate, outcome, names);
      }
    }
  }
  throw new Error('The demo has no such clearing.');
}

async function check(content: unknown, ...flags: string[]) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  let [stdout, stderr] = ['', ''];
  const io = { stdout: (out: string) => (stdout += out), stderr: (out: string) => (stderr += out) };
  const exitCode = await runReplay(['--certificate', file, ...flags], io);
  return { exitCode, stdout, stderr };
}

async function checkJson(content: unknown, ...flags: string[]) {
  const { exitCode, stdout } = await check(content, ...flags, '--json');
  const report = JSON.parse(stdout) as { verified: number; fingerprint: string; findings: { differences: Json[] }[] };
  return { exitCode, ...report, differences: report.findings[0]?.differences ?? [] };
}

describe('a saved certificate', () => {
  it('is verified without any cache, and its fingerprint is told', async () => {
    const { exitCode, stdout, stderr } = await check(text);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('Without --fingerprint this says only that the certificate does not contradict itself.\n');
    expect(stdout).toBe(`1 of 1 clearings verified, 0 differ, 0 without a certificate\nfingerprint ${fingerprint}\n`);
    expect(await checkJson(text)).toMatchObject({ clearings: 1, verified: 1, different: 0, fingerprint, findings: [] });
  });

  it('has the same fingerprint however it is laid out', async () => {
    const reversed = Object.fromEntries(Object.entries(parse()).toReversed());
    for (const content of [JSON.stringify(parse(), null, 2), reversed, `\uFEFF${text}\r\n`]) {
      expect(await checkJson(content, '--fingerprint', fingerprint)).toMatchObject({ exitCode: 0, fingerprint });
    }
  });

  it('is compared with the fingerprint that was printed, in upper case too', async () => {
    expect(await check(text, '--fingerprint', fingerprint.toUpperCase())).toMatchObject({ exitCode: 0, stderr: '' });
    const printed = fingerprint.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    expect(await checkJson(text, '--fingerprint', printed)).toMatchObject({
      exitCode: 1,
      differences: [{ record: 'certificate', id: null, field: 'fingerprint', stored: fingerprint, expected: printed }],
    });
  });
});

/** Another value of the same kind. */
function other(value: unknown, field: string): unknown {
  if (field === 'type') return clearingTypes.find((type) => type !== value);
  if (field === 'mechanism') return orderMechanismNames.find((name) => name !== value);
  if (field === 'offer_order') return 'ascending';
  if (field === 'marginal_fraction') return (value as number) / 2;
  if (typeof value === 'number') return Number.isInteger(value) ? value + 1 : Math.round(value * 1000 + 1) / 1000;
  if (Array.isArray(value)) return [other(value[0], ''), value[1]];
  if (typeof value !== 'string') return null;
  if (value.endsWith('Z')) return new Date(Date.parse(value) + 1000).toISOString();
  return value.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
}

const lists = ['bids', 'offers', 'trades'] as const;
const scalars = Object.keys(certificateFields.shape).filter((field) => !(lists as readonly string[]).includes(field));
const rows = lists.flatMap((list) =>
  Object.keys(certificateFields.shape[list].element.shape).map((field) => ({ list, field })),
);

describe('in a certificate that was tampered with, the printed fingerprint tells', () => {
  const withFingerprint = async (tampered: unknown): Promise<void> => {
    const { exitCode, differences } = await checkJson(tampered, '--fingerprint', fingerprint);
    expect(exitCode).toBe(1);
    expect(differences.map(({ field }) => field)).toContain('fingerprint');
  };

  it.each(scalars.filter((field) => field !== 'version'))('%s', async (field) => {
    const certificate = parse();
    await withFingerprint({ ...certificate, [field]: other(certificate[field], field) });
  });

  it.each(rows)('$field of one of the $list', async ({ list, field }) => {
    const certificate = parse();
    const row = certificate[list].find((one) => one[field] !== null)!;
    row[field] = other(row[field], field);
    await withFingerprint(certificate);
  });

  it.each(lists)('one of the %s less', async (list) => {
    const certificate = parse();
    await withFingerprint({ ...certificate, [list]: certificate[list].slice(1) });
  });

  it('a field that was added', async () => {
    await withFingerprint({ ...parse(), remark: 'all in order' });
  });
});

describe('in a certificate that was tampered with, a second computation alone tells', () => {
  it('the price of a trade, exactly', async () => {
    const certificate = parse();
    const [trade] = certificate.trades;
    const { id, price_per_kwh: price } = trade;
    trade['price_per_kwh'] = 0.9;
    const { exitCode, differences } = await checkJson(certificate);
    expect(exitCode).toBe(1);
    expect(differences.filter(({ field }) => field !== 'fingerprint')).toEqual([
      { record: 'trade', id, field: 'price_per_kwh', stored: 0.9, expected: price },
    ]);
  });

  it.each([
    'type',
    'clearing_price',
    'clearing_quantity_kwh',
    'marginal_order',
    'marginal_quantity_kwh',
    'marginal_total_kwh',
  ])('the outcome’s %s', async (field) => {
    const certificate = parse();
    const { differences } = await checkJson({ ...certificate, [field]: other(certificate[field], field) });
    expect(differences.map((difference) => difference['field'])).toEqual(['fingerprint', field]);
  });

  it.each(['bid', 'offer'])('the %s of a trade', async (side) => {
    const certificate = parse();
    const trade = certificate.trades[0];
    trade[side] = other(trade[side], side);
    const { differences } = await checkJson(certificate);
    expect(differences.map(({ field }) => field)).toContain(side === 'bid' ? 'buy_offer_id' : 'sell_offer_id');
  });

  it('a trade that is missing, and one too many', async () => {
    const certificate = parse();
    const [first, ...others] = certificate.trades;
    const missing = await checkJson({ ...certificate, trades: others });
    expect(missing.differences).toContainEqual(
      expect.objectContaining({ record: 'trade', field: 'record', stored: null }),
    );
    const added = { ...first, id: other(first['id'], 'id') };
    const more = await checkJson({ ...certificate, trades: [...certificate.trades, added] });
    expect(more.differences).toContainEqual(
      expect.objectContaining({ record: 'trade', field: 'record', expected: null }),
    );
  });

  it('the quantity of an order that traded', async () => {
    const certificate = parse();
    const offer = certificate.offers.find(({ id }) => id === certificate.trades[0]['offer'])!;
    offer['quantity_kwh'] = 0.001;
    expect((await checkJson(certificate)).differences.map(({ record }) => record)).toContain('trade');
  });

  it('not what could as well have been so: what an offer was placed with before earlier slots took of it', async () => {
    const certificate = parse();
    const [bid] = certificate.bids;
    bid['offer_quantity_kwh'] = 99;
    expect(await checkJson(certificate)).toMatchObject({ exitCode: 0, verified: 1 });
    expect((await checkJson(certificate)).fingerprint).not.toBe(fingerprint);
  });
});

describe('what is no certificate is refused in one line that names the field', () => {
  const changed = (change: (certificate: Certificate) => void): Certificate => {
    const certificate = parse();
    change(certificate);
    return certificate;
  };
  const twice = parse().bids[0]['id'] as string;

  it.each<[string, unknown, string]>([
    [
      'too many decimals',
      changed(({ bids }) => (bids[0]['quantity_kwh'] = 0.1234)),
      'bids.0.quantity_kwh has more than 3 decimals',
    ],
    ['NaN', text.replace(/"quantity_kwh":[\d.]+/, '"quantity_kwh":NaN'), 'bids.0.quantity_kwh is not a number'],
    [
      'a negative quantity',
      changed(({ trades }) => (trades[1]['quantity_kwh'] = -1)),
      'trades.1.quantity_kwh is negative',
    ],
    ['a missing field', changed(({ offers }) => delete offers[0]['member']), 'offers.0.member is missing'],
    ['a bid twice', changed(({ bids }) => bids.push(bids[0])), `bids.id ${twice} comes twice`],
    ['an order on both sides', changed(({ bids, offers }) => offers.push(bids[0])), `offers.id ${twice} comes twice`],
    [
      'a trade twice',
      changed(({ trades }) => trades.push(trades[0])),
      `trades.id ${String(parse().trades[0]['id'])} comes twice`,
    ],
    ['an id that is none', { ...parse(), id: '7' }, 'id is not a UUID'],
    ['a time that is none', { ...parse(), cleared_at: 'noon' }, 'cleared_at is not an ISO 8601 time with an offset'],
    ['another version', { ...parse(), version: 2 }, 'version is no version of a certificate that this console knows'],
    [
      'an unknown mechanism',
      { ...parse(), mechanism: 'lottery' },
      'mechanism should be one of "uniform-price"|"pay-as-bid"|"trade-reduction"',
    ],
    ['a list', [], 'is no certificate'],
    ['a number', '7', 'is no certificate'],
    ['no JSON', text.slice(0, 100), 'not valid JSON'],
  ])('%s', async (_, content, message) => {
    const error: unknown = await check(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(`certificate.json: ${message}`);
    expect((error as UsageError).message).not.toContain('\n');
  });

  it('a fingerprint that is none', async () => {
    await expect(check(text, '--fingerprint', '42')).rejects.toThrow(
      new UsageError('--fingerprint 42: is not a SHA-256 of 64 hexadecimal digits'),
    );
  });

  it('a file that is not there', async () => {
    await expect(runReplay(['--certificate', 'no.json'], { stdout: () => {}, stderr: () => {} })).rejects.toThrow(
      new UsageError('no.json: no such file'),
    );
  });
});
