import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runMatch } from '#cli/match.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'match-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: string[], stdin = ''): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const io = {
    stdout: (text: string) => void (stdout += text),
    stderr: (text: string) => void (stderr += text),
  };
  const exitCode = await runMatch(args, io, Readable.from([stdin]));
  return { exitCode, stdout, stderr };
}

function inputFile(content: unknown): string {
  const file = path.join(folder, 'orders.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function match(content: unknown, mechanism = 'uniform-price', ...flags: string[]): Promise<Outcome> {
  return run(['--input', inputFile(content), '--mechanism', mechanism, ...flags, '--json']);
}

const order = { id: 'b1', price_per_kwh: 0.3, quantity_kwh: 1 };

describe('match', () => {
  it('prints one line of JSON with the fields in their fixed order', async () => {
    const { exitCode, stdout, stderr } = await match({
      bids: [
        { id: 'b1', member: 'anna', price_per_kwh: 0.3, quantity_kwh: 1.5, created_at: '2026-01-01T00:00:00Z' },
        { id: 'b2', member: 'ben', price_per_kwh: null, quantity_kwh: 0.25 },
      ],
      offers: [
        { id: 's1', member: 'cleo', price_per_kwh: 0.1, quantity_kwh: 1 },
        { id: 's2', member: 'dora', price_per_kwh: 0.123456, quantity_kwh: 1 },
      ],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      '{"type":"MARGINAL_SELLER","clearing_price":0.123456,"clearing_quantity_kwh":1.75,"interval":[0.123456,0.123456],' +
        '"marginal_quantity_kwh":0.75,"marginal_fraction":0.75,"trades":[' +
        '{"bid":"b2","offer":"s1","quantity_kwh":0.25,"price_per_kwh":0.123456},' +
        '{"bid":"b1","offer":"s1","quantity_kwh":0.75,"price_per_kwh":0.123456},' +
        '{"bid":"b1","offer":"s2","quantity_kwh":0.75,"price_per_kwh":0.123456}],' +
        '"unmatched":[{"id":"s2","quantity_kwh":0.25,"reason":"RATIONED"}]}\n',
    );
  });

  it('has null for price and interval when there is nothing to clear', async () => {
    const { stdout } = await match({ bids: [], offers: [] });
    expect(JSON.parse(stdout)).toEqual({
      type: 'NULL',
      clearing_price: null,
      clearing_quantity_kwh: 0,
      interval: null,
      marginal_quantity_kwh: 0,
      marginal_fraction: 0,
      trades: [],
      unmatched: [],
    });
  });

  it('takes the order id as the member when none is named', async () => {
    const sameId = await match({ bids: [order], offers: [{ ...order, price_per_kwh: 0.1 }] });
    expect(JSON.parse(sameId.stdout)).toMatchObject({
      clearing_quantity_kwh: 0,
      unmatched: [
        { id: 'b1', reason: 'SELF_TRADE' },
        { id: 'b1', reason: 'SELF_TRADE' },
      ],
    });
  });

  it('takes the floor as minus the cap when only the cap is given', async () => {
    const found = await match({ bids: [], offers: [{ ...order, price_per_kwh: -0.49995 }], price_cap: 0.5 });
    expect(JSON.parse(found.stdout)).toMatchObject({ clearing_price: -0.5 });
  });

  it('ranks equal prices by created_at, as time or as milliseconds', async () => {
    const bids = [
      { ...order, id: 'a', created_at: '2026-01-01T01:00:00+01:00' },
      { ...order, id: 'b', created_at: Date.UTC(2025, 11, 31, 23, 59) },
    ];
    const found = await match({ bids, offers: [{ id: 's', price_per_kwh: 0.1, quantity_kwh: 0.001 }] });
    expect(JSON.parse(found.stdout)).toMatchObject({ trades: [{ bid: 'b' }] });
  });

  it('ignores an order of no quantity and says so', async () => {
    const found = await match({ bids: [{ ...order, quantity_kwh: 0 }], offers: [] });
    expect(JSON.parse(found.stdout)).toMatchObject({
      type: 'NULL',
      clearing_price: null,
      unmatched: [{ id: 'b1', quantity_kwh: 0, reason: 'ZERO_QUANTITY' }],
    });
  });

  it('reads stdin when the input is -, byte-order mark or not', async () => {
    const args = ['--input', '-', '--mechanism', 'uniform-price', '--json'];
    const { stdout } = await run(args, '\uFEFF{"bids":[],"offers":[]}');
    expect(JSON.parse(stdout)).toMatchObject({ type: 'NULL' });
  });

  it('prints a table for people without --json', async () => {
    const file = inputFile({ bids: [order], offers: [{ id: 's1', price_per_kwh: 0.1, quantity_kwh: 2 }] });
    const { stdout } = await run(['--input', file, '--mechanism', 'uniform-price']);
    expect(stdout).toBe(
      [
        'MARGINAL_SELLER: 1 kWh at 0.1 per kWh',
        'clearing prices 0.1 to 0.1',
        'at the marginal price 1 of 2 kWh clear',
        '',
        'BID  OFFER  KWH    PRICE',
        'b1   s1     1.000  0.100000',
        '',
        'UNMATCHED  ID  KWH    REASON',
        'offer      s1  1.000  RATIONED',
        '',
      ].join('\n'),
    );
  });

  it('passes every matching example', async () => {
    const file = path.resolve('../shared/data/matching-examples/cases.json');
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new Error(`This test needs the matching examples at ${file}`, { cause: error });
    }
    const examples = JSON.parse(text) as {
      mechanism: string;
      offer_order?: string;
      input: unknown;
      expected: object;
    }[];
    for (const { mechanism, offer_order: offerOrder, input, expected } of examples) {
      const { stdout } = await match(input, mechanism, ...(offerOrder ? ['--offer-order', offerOrder] : []));
      expect(JSON.parse(stdout)).toMatchObject(expected);
    }
  });
});

describe('match by the other mechanisms', () => {
  const book = {
    bids: [
      { id: 'b1', price_per_kwh: 0.3, quantity_kwh: 1 },
      { id: 'b2', price_per_kwh: 0.2, quantity_kwh: 1 },
    ],
    offers: [
      { id: 's1', price_per_kwh: 0.1, quantity_kwh: 1 },
      { id: 's2', price_per_kwh: 0.25, quantity_kwh: 1.5 },
    ],
  };
  const commonFields =
    'type clearing_price clearing_quantity_kwh interval marginal_quantity_kwh marginal_fraction trades unmatched'.split(
      ' ',
    );
  const tariffs = ['--retail', '0.30', '--feed-in', '0.10'];

  it.each([
    ['pay-as-bid', [], ['offer_order']],
    ['trade-reduction', [], ['buy_price', 'sell_price', 'operator_surplus']],
    ['mid-market-rate', tariffs, ['buy_price', 'sell_price', 'demand_kwh', 'generation_kwh', 'shared_kwh']],
    ['supply-demand-ratio', tariffs, ['buy_price', 'sell_price', 'demand_kwh', 'generation_kwh', 'shared_kwh']],
  ])('%s prints the common fields first, then its own', async (mechanism, flags, own) => {
    const { exitCode, stdout } = await match(book, mechanism, ...flags);
    expect(exitCode).toBe(0);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual([...commonFields, ...own]);
  });

  it('pay-as-bid serves the cheapest offer first, or the dearest, and says which', async () => {
    const ascending = JSON.parse((await match(book, 'pay-as-bid')).stdout) as unknown;
    expect(ascending).toMatchObject({
      type: 'PAY_AS_BID',
      clearing_price: null,
      clearing_quantity_kwh: 1,
      trades: [{ bid: 'b1', offer: 's1', quantity_kwh: 1, price_per_kwh: 0.3 }],
      unmatched: [
        { id: 'b2', quantity_kwh: 1, reason: 'RATIONED' },
        { id: 's2', quantity_kwh: 1.5, reason: 'RATIONED' },
      ],
      offer_order: 'ascending',
    });
    const said = JSON.parse((await match(book, 'pay-as-bid', '--offer-order', 'ascending')).stdout) as unknown;
    expect(said).toEqual(ascending);
    const descending = JSON.parse((await match(book, 'pay-as-bid', '--offer-order', 'descending')).stdout) as unknown;
    expect(descending).toMatchObject({
      clearing_quantity_kwh: 2,
      trades: [
        { bid: 'b1', offer: 's2', quantity_kwh: 1, price_per_kwh: 0.3 },
        { bid: 'b2', offer: 's1', quantity_kwh: 1, price_per_kwh: 0.2 },
      ],
      offer_order: 'descending',
    });
  });

  it('trade-reduction shows both prices and what stays with the operator', async () => {
    const offers = book.offers.map((offer) => ({ ...offer, price_per_kwh: offer.price_per_kwh / 10 }));
    const { stdout } = await match({ bids: book.bids, offers }, 'trade-reduction');
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'REDUCED',
      clearing_price: null,
      trades: [{ bid: 'b1', offer: 's1', quantity_kwh: 1, price_per_kwh: 0.2 }],
      buy_price: 0.2,
      sell_price: 0.025,
      operator_surplus: 0.175,
    });
    expect(JSON.parse((await match({ bids: [], offers: [] }, 'trade-reduction')).stdout)).toMatchObject({
      type: 'NULL',
      buy_price: null,
      sell_price: null,
      operator_surplus: 0,
    });
  });

  it('the two that price totals show prices and totals, and trade nothing', async () => {
    const zero = { bids: [...book.bids, { id: 'b0', price_per_kwh: null, quantity_kwh: 0 }], offers: book.offers };
    expect(JSON.parse((await match(zero, 'mid-market-rate', ...tariffs)).stdout)).toEqual({
      type: 'POOL',
      clearing_price: null,
      clearing_quantity_kwh: 0,
      interval: null,
      marginal_quantity_kwh: 0,
      marginal_fraction: 0,
      trades: [],
      unmatched: [
        { id: 'b0', quantity_kwh: 0, reason: 'ZERO_QUANTITY' },
        { id: 'b1', quantity_kwh: 1, reason: 'POOLED' },
        { id: 'b2', quantity_kwh: 1, reason: 'POOLED' },
        { id: 's1', quantity_kwh: 1, reason: 'POOLED' },
        { id: 's2', quantity_kwh: 1.5, reason: 'POOLED' },
      ],
      buy_price: 0.2,
      sell_price: 0.18,
      demand_kwh: 2,
      generation_kwh: 2.5,
      shared_kwh: 2,
    });
    expect(JSON.parse((await match(book, 'supply-demand-ratio', ...tariffs)).stdout)).toMatchObject({
      clearing_price: 0.1,
      buy_price: 0.1,
      sell_price: 0.1,
    });
  });

  it.each([
    ['pay-as-bid', [], 'PAY_AS_BID: 1 kWh at the price of each bid, offers ascending\n'],
    ['trade-reduction', [], 'ALL_TRADE: 1 kWh at 0.225 per kWh\n'],
    [
      'mid-market-rate',
      tariffs,
      'POOL: 2 kWh shared of 2 kWh demand and 2.5 kWh generation\n' +
        'members pay 0.2 and receive 0.18 per kWh\n' +
        'Priced from totals: who trades with whom does not follow from them.\n',
    ],
  ])('%s tells people what its prices are', async (mechanism, flags, message) => {
    const { stdout } = await run(['--input', inputFile(book), '--mechanism', mechanism, ...flags]);
    expect(stdout.startsWith(message)).toBe(true);
  });

  it('trade-reduction tells people both prices and the surplus', async () => {
    const file = inputFile({ bids: book.bids.slice(0, 1), offers: book.offers.slice(0, 1) });
    const { stdout } = await run(['--input', file, '--mechanism', 'trade-reduction']);
    expect(stdout).toContain('REDUCED: 0 kWh at 0.3 per kWh for buyers, 0.1 for sellers; operator surplus 0\n');
  });
});

describe('match refuses', () => {
  const fourRows = (last: object) => ({
    bids: [{}, {}, {}, last].map((change, row) => ({ ...order, id: `b${row}`, ...change })),
    offers: [],
  });
  const { id: _, ...rest } = order;

  it.each<[string, unknown, string]>([
    ['text that is no JSON', '{"bids":[', 'orders.json: not valid JSON: '],
    ['a list', [], 'orders.json: expected an object with "bids" and "offers"'],
    ['a book without bids', { offers: [] }, 'orders.json: bids: missing'],
    ['offers that are no list', { bids: [], offers: {} }, 'orders.json: offers: expected a list of orders'],
    ['an order that is no object', { bids: [7], offers: [] }, 'orders.json: bids[0]: expected an order, found 7'],
    [
      'a duplicate id',
      { bids: [], offers: [order, order] },
      'orders.json: offers[1].id: "b1" is already the id of offers[0]',
    ],
    ['an order without id', { bids: [rest], offers: [] }, 'orders.json: bids[0].id: missing'],
    ['an empty id', { bids: [{ ...order, id: '' }], offers: [] }, 'orders.json: bids[0].id: "" is not a text'],
    ['an id that is a number', { bids: [{ ...order, id: 3 }], offers: [] }, 'orders.json: bids[0].id: 3 is not a text'],
    [
      'a member that is no text',
      { bids: [{ ...order, member: null }], offers: [] },
      'bids[0].member: null is not a text',
    ],
    ['an order without price', { bids: [{ id: 'b', quantity_kwh: 1 }], offers: [] }, 'bids[0].price_per_kwh: missing'],
    [
      'an order without quantity',
      { bids: [{ id: 'b', price_per_kwh: 1 }], offers: [] },
      'bids[0].quantity_kwh: missing',
    ],
    [
      'a price that is a text',
      { bids: [{ ...order, price_per_kwh: '0.3' }], offers: [] },
      'bids[0].price_per_kwh: "0.3" is not a number',
    ],
    [
      'NaN',
      '{"bids":[{"id":"NaN","price_per_kwh":NaN,"quantity_kwh":1}],"offers":[]}',
      'bids[0].price_per_kwh: "NaN" is not a number',
    ],
    [
      '-Infinity',
      '{"bids":[{"id":"a","price_per_kwh":1,"quantity_kwh":-Infinity}],"offers":[]}',
      'bids[0].quantity_kwh: "-Infinity" is not a number',
    ],
    [
      'a number beyond all numbers',
      '{"bids":[{"id":"a","price_per_kwh":1,"quantity_kwh":1e999}],"offers":[]}',
      'bids[0].quantity_kwh: Infinity is not a number',
    ],
    [
      'a quantity of null',
      { bids: [{ ...order, quantity_kwh: null }], offers: [] },
      'bids[0].quantity_kwh: null is not a number',
    ],
    [
      'a negative quantity',
      { bids: [{ ...order, quantity_kwh: -0.001 }], offers: [] },
      'bids[0].quantity_kwh: -0.001 is negative',
    ],
    [
      'a quantity finer than a Wh',
      { bids: [{ ...order, quantity_kwh: 0.0015 }], offers: [] },
      'bids[0].quantity_kwh: 0.0015 has more than 3 decimals',
    ],
    [
      'a quantity too large',
      { bids: [{ ...order, quantity_kwh: 3e6 }], offers: [] },
      'bids[0].quantity_kwh: 3000000 is more than one order can hold, 2147483.647 kWh',
    ],
    [
      'a price finer than a millionth',
      { bids: [{ ...order, price_per_kwh: 1e-7 }], offers: [] },
      'bids[0].price_per_kwh: 1e-7 has more than 6 decimals',
    ],
    [
      'a bid above the cap',
      { bids: [{ ...order, price_per_kwh: 9999.1 }], offers: [] },
      'bids[0].price_per_kwh: 9999.1 is above the price cap 9999',
    ],
    [
      'an offer below the floor',
      { bids: [], offers: [{ ...order, price_per_kwh: 0.05 }], price_floor: 0.08 },
      'offers[0].price_per_kwh: 0.05 is below the price floor 0.08',
    ],
    [
      'a floor above the cap',
      { bids: [], offers: [], price_cap: 0.3, price_floor: 0.4 },
      'orders.json: price_floor: 0.4 is above the price cap 0.3',
    ],
    [
      'a cap that is no number',
      { bids: [], offers: [], price_cap: 'high' },
      'orders.json: price_cap: "high" is not a number',
    ],
    [
      'a cap beyond all reason',
      { bids: [], offers: [], price_cap: 1e12 },
      'orders.json: price_cap: 1000000000000 is beyond 1000000000',
    ],
    [
      'a time without a zone',
      { bids: [{ ...order, created_at: '2026-01-01T00:00:00' }], offers: [] },
      'bids[0].created_at: 2026-01-01T00:00:00: not a time',
    ],
    [
      'a time that is no time',
      { bids: [{ ...order, created_at: true }], offers: [] },
      'bids[0].created_at: true: not a time',
    ],
  ])('%s, in one line', async (_name, content, message) => {
    const error: unknown = await match(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
    expect((error as UsageError).message).not.toContain('\n');
  });

  it('the fourth row by its row number', async () => {
    await expect(match(fourRows({ quantity_kwh: 'x' }))).rejects.toThrow(
      'orders.json: bids[3].quantity_kwh: "x" is not a number',
    );
  });

  it.each([
    [['--mechanism', 'uniform-price'], '--input is missing'],
    [['--input', 'x.json'], '--mechanism is missing'],
    [
      ['--input', 'x.json', '--mechanism', 'pay-what-you-want'],
      '--mechanism: unknown mechanism "pay-what-you-want"; available: uniform-price, pay-as-bid, mid-market-rate, supply-demand-ratio, trade-reduction',
    ],
    [['--input', 'no/such.json', '--mechanism', 'uniform-price'], 'no/such.json: no such file'],
    [['--input', '.', '--mechanism', 'uniform-price'], '.: cannot be read (EISDIR)'],
    [
      ['--input', 'x.json', '--mechanism', 'uniform-price', '--offer-order', 'ascending'],
      '--offer-order has no meaning for the mechanism uniform-price',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'pay-as-bid', '--offer-order', 'cheapest'],
      '--offer-order cheapest: not one of ascending, descending',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'trade-reduction', '--retail', '0.3'],
      '--retail has no meaning for the mechanism trade-reduction',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'mid-market-rate', '--feed-in', '0.1', '--offer-order', 'ascending'],
      '--offer-order has no meaning for the mechanism mid-market-rate',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'mid-market-rate', '--feed-in', '0.1'],
      '--retail is missing: mid-market-rate',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'supply-demand-ratio', '--retail', '0.3'],
      '--feed-in is missing: supply-demand-ratio starts from the tariffs of the grid',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'supply-demand-ratio', '--retail', '0.3', '--feed-in', 'NaN'],
      '--feed-in NaN: not a price per kWh',
    ],
    [
      ['--input', 'x.json', '--mechanism', 'supply-demand-ratio', '--retail', '0.3', '--feed-in=-0.1'],
      '--feed-in -0.1: is negative, which supply-demand-ratio has no price for',
    ],
    [['--inptu', 'x.json'], "Unknown option '--inptu'"],
    [['x.json'], "Unexpected argument 'x.json'"],
  ])('the arguments %j', async (args, message) => {
    const error: unknown = await run(args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
    expect((error as UsageError).message).not.toContain('\n');
  });
});
