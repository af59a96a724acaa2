import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runExplain } from '#cli/explain.ts';

let file = '';
beforeAll(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'explain-')), 'orders.json');
});
afterAll(() => {
  rmSync(path.dirname(file), { recursive: true, force: true });
});

async function run(args: string[], stdin = '') {
  let [stdout, stderr] = ['', ''];
  const io = {
    stdout: (text: string) => void (stdout += text),
    stderr: (text: string) => void (stderr += text),
  };
  const exitCode = await runExplain(args, io, Readable.from([stdin]));
  return { exitCode, stdout, stderr };
}

async function explain(book: unknown, order: string, mechanism = 'uniform-price', ...flags: string[]) {
  writeFileSync(file, typeof book === 'string' ? book : JSON.stringify(book));
  return run(['--input', file, '--mechanism', mechanism, '--order', order, ...flags]);
}

const book = {
  bids: [
    { id: 'b1', price_per_kwh: 0.3, quantity_kwh: 1 },
    { id: 'b2', price_per_kwh: 0.19, quantity_kwh: 1 },
  ],
  offers: [
    { id: 's1', price_per_kwh: 0.1, quantity_kwh: 1 },
    { id: 's2', price_per_kwh: 0.25, quantity_kwh: 1.5 },
  ],
};

describe('explain', () => {
  it('prints a sentence for people', async () => {
    const { exitCode, stdout, stderr } = await explain(book, 'b2');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'Bid b2 (0.1900 per kWh, 1.000 kWh) did not trade: its limit is below the clearing price 0.2000. ' +
        'With a limit of 0.2500 (+0.0600) it would have traded 1.000 kWh.\n',
    );
  });

  it('prints one line of JSON with the fields in their fixed order', async () => {
    const { stdout } = await explain(book, 's2', 'uniform-price', '--json');
    expect(stdout).toBe(
      '{"order":"s2","side":"offer","mechanism":"uniform-price","price_per_kwh":0.25,"quantity_kwh":1.5,"traded_kwh":0,' +
        '"reason":"PRICE","clearing_price":0.2,"change":{"price_per_kwh":0.19,"by":-0.06,"traded_kwh":1},' +
        '"sentence":"Offer s2 (0.2500 per kWh, 1.500 kWh) did not trade: its limit is above the clearing price 0.2000. ' +
        'With a limit of 0.1900 (-0.0600) it would have traded 1.000 kWh."}\n',
    );
  });

  it('has null for what there is not', async () => {
    const market = { bids: [{ id: 'b', price_per_kwh: null, quantity_kwh: 1 }], offers: [] };
    expect(JSON.parse((await explain(market, 'b', 'pay-as-bid', '--json')).stdout)).toEqual({
      order: 'b',
      side: 'bid',
      mechanism: 'pay-as-bid',
      price_per_kwh: null,
      quantity_kwh: 1,
      traded_kwh: 0,
      reason: 'NO_COUNTERPART',
      clearing_price: null,
      change: null,
      sentence: 'Bid b (market order, 1.000 kWh) did not trade: there was no offer that it could trade with.',
    });
  });

  it.each([
    ['pay-as-bid', [], { reason: 'RATIONED', traded_kwh: 0 }],
    ['pay-as-bid', ['--offer-order', 'descending'], { reason: 'RATIONED', traded_kwh: 1, clearing_price: 0.3 }],
    ['trade-reduction', [], { reason: 'PRICE', traded_kwh: 0 }],
  ])('asks the mechanism %s %j', async (mechanism, flags, expected) => {
    const { stdout } = await explain(book, 's2', mechanism, '--json', ...flags);
    expect(JSON.parse(stdout)).toMatchObject({ mechanism, ...expected });
  });

  it('asks for the side only where both have the id', async () => {
    const twice = { ...book, offers: [{ ...book.offers[0], id: 'b1' }] };
    await expect(explain(twice, 'b1')).rejects.toThrow(
      new UsageError('--order b1: a bid and an offer have this id, say which with --side'),
    );
    for (const side of ['bid', 'offer']) {
      const { stdout } = await explain(twice, 'b1', 'uniform-price', '--side', side, '--json');
      expect(JSON.parse(stdout)).toMatchObject({ order: 'b1', side });
    }
  });

  it('reads stdin when the input is -', async () => {
    const { stdout } = await run(
      ['--input', '-', '--mechanism', 'uniform-price', '--order', 's1'],
      JSON.stringify(book),
    );
    expect(stdout).toBe('Offer s1 (0.1000 per kWh, 1.000 kWh) traded in full at 0.2000 per kWh.\n');
  });
});

describe('explain refuses', () => {
  const bid = book.bids[0];

  it.each<[string, unknown, string]>([
    ['a duplicate id', { ...book, bids: [bid, bid] }, 'orders.json: bids[1].id: "b1" is already the id of bids[0]'],
    [
      'NaN',
      '{"bids":[{"id":"b1","price_per_kwh":NaN,"quantity_kwh":1}],"offers":[]}',
      'orders.json: bids[0].price_per_kwh: "NaN" is not a number',
    ],
    [
      'a negative quantity',
      { ...book, bids: [{ ...bid, quantity_kwh: -1 }] },
      'orders.json: bids[0].quantity_kwh: -1 is negative',
    ],
    [
      'too many decimals',
      { ...book, bids: [{ ...bid, quantity_kwh: 0.0001 }] },
      'orders.json: bids[0].quantity_kwh: 0.0001 has more than 3 decimals',
    ],
  ])('%s, in one line', async (_name, content, message) => {
    const error: unknown = await explain(content, 'b1').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
    expect((error as UsageError).message).not.toContain('\n');
  });

  it.each([
    [['--mechanism', 'uniform-price', '--order', 'b1'], '--input is missing'],
    [['--input', '-', '--order', 'b1'], '--mechanism is missing'],
    [['--input', '-', '--mechanism', 'uniform-price'], '--order is missing'],
    [
      ['--input', '-', '--mechanism', 'lottery', '--order', 'b1'],
      '--mechanism: unknown mechanism "lottery"; available: uniform-price, pay-as-bid, trade-reduction',
    ],
    [
      ['--input', '-', '--mechanism', 'mid-market-rate', '--order', 'b1'],
      '--mechanism: the mechanism "mid-market-rate" cannot be used here; available: uniform-price, pay-as-bid, trade-reduction',
    ],
    [['--input', '-', '--mechanism', 'uniform-price', '--order', 'b9'], '--order b9: no bid or offer has this id'],
    [
      ['--input', '-', '--mechanism', 'uniform-price', '--order', 'b1', '--side', 'offer'],
      '--order b1: no offer has this id',
    ],
    [
      ['--input', '-', '--mechanism', 'uniform-price', '--order', 'b1', '--side', 'buy'],
      '--side buy: not one of bid, offer',
    ],
    [
      ['--input', '-', '--mechanism', 'uniform-price', '--order', 'b1', '--offer-order', 'ascending'],
      '--offer-order has no meaning for the mechanism uniform-price',
    ],
    [['--input', 'no/such.json', '--mechanism', 'uniform-price', '--order', 'b1'], 'no/such.json: no such file'],
  ])('the arguments %j', async (args, message) => {
    await expect(run(args, JSON.stringify(book))).rejects.toThrow(new UsageError(message));
  });
});
