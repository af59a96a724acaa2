import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { microToPrice, whToKwh } from '#shared/domain/units.ts';
import type { Clearing } from '#shared/market/clearing.ts';
import { clearOrders, type Mechanism, toMechanism, UnknownMechanismError } from '#shared/market/mechanisms.ts';
import { type CommandIo, exitCode, parseFlags, required, UsageError } from './command.ts';
import { parseOrderBook } from './order-book-file.ts';

/**
 * `match --input F --mechanism M [--offer-order ascending|descending] [--json]`: clears the order book in a JSON file
 * (`-` reads stdin) and prints the result, with --json as one line of JSON (ARCHITECTURE.md section 8).
 * @returns the exit code
 * @throws UsageError when a flag or the input is wrong
 */
export async function runMatch(args: string[], io: CommandIo, stdin: Readable = process.stdin): Promise<number> {
  const flags = parseFlags(args, {
    input: { type: 'string' },
    mechanism: { type: 'string' },
    'offer-order': { type: 'string' },
    json: { type: 'boolean' },
  });
  const input = required('--input', flags.input);
  const mechanism = readMechanism(required('--mechanism', flags.mechanism));
  if (flags['offer-order'] !== undefined) {
    throw new UsageError(`--offer-order has no meaning for the mechanism ${mechanism}`);
  }
  const book = parseOrderBook(await readInput(input, stdin), input === '-' ? 'stdin' : input);
  const clearing = clearOrders(mechanism, book.bids, book.offers, book.limits);
  io.stdout(flags.json ? `${JSON.stringify(toWire(clearing))}\n` : describe(clearing));
  return exitCode.fine;
}

function readMechanism(name: string): Mechanism {
  try {
    return toMechanism(name);
  } catch (error) {
    if (error instanceof UnknownMechanismError) throw new UsageError(`--mechanism: ${error.message}`);
    throw error;
  }
}

async function readInput(input: string, stdin: Readable): Promise<string> {
  if (input === '-') return await text(stdin);
  try {
    return await readFile(input, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new UsageError(`${input}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${String(code)})`}`);
  }
}

/** The result in wire names and decimal numbers; the order of the fields is part of the format. */
function toWire(clearing: Clearing) {
  const { price, interval, marginalQuantityWh } = clearing;
  return {
    type: clearing.type,
    clearing_price: price === null ? null : microToPrice(price),
    clearing_quantity_kwh: whToKwh(clearing.quantityWh),
    interval: interval === null ? null : [microToPrice(interval[0]), microToPrice(interval[1])],
    marginal_quantity_kwh: whToKwh(marginalQuantityWh),
    marginal_fraction: marginalFraction(clearing),
    trades: clearing.trades.map((trade) => ({
      bid: trade.bid,
      offer: trade.offer,
      quantity_kwh: whToKwh(trade.wh),
      price_per_kwh: microToPrice(trade.price),
    })),
    unmatched: clearing.unmatched.map(({ id, wh, reason }) => ({ id, quantity_kwh: whToKwh(wh), reason })),
  };
}

/** Share of its quantity that each order at the marginal price gets; 0 when no order is marginal. */
function marginalFraction({ marginalQuantityWh, marginalTotalWh }: Clearing): number {
  return marginalTotalWh === 0 ? 0 : marginalQuantityWh / marginalTotalWh;
}

/** The result as text for people. */
function describe(clearing: Clearing): string {
  const { type, price, quantityWh, interval, marginalQuantityWh, marginalTotalWh, trades, unmatched } = clearing;
  const lines = [
    `${type}: ${whToKwh(quantityWh)} kWh at ${price === null ? 'no price' : `${microToPrice(price)} per kWh`}`,
  ];
  if (interval !== null) lines.push(`clearing prices ${microToPrice(interval[0])} to ${microToPrice(interval[1])}`);
  if (marginalTotalWh > 0) {
    lines.push(`at the marginal price ${whToKwh(marginalQuantityWh)} of ${whToKwh(marginalTotalWh)} kWh clear`);
  }
  lines.push(
    ...table(
      ['BID', 'OFFER', 'KWH', 'PRICE'],
      trades.map(({ bid, offer, wh, price: paid }) => [
        bid,
        offer,
        whToKwh(wh).toFixed(3),
        microToPrice(paid).toFixed(6),
      ]),
    ),
    ...table(
      ['UNMATCHED', 'ID', 'KWH', 'REASON'],
      unmatched.map(({ side, id, wh, reason }) => [side, id, whToKwh(wh).toFixed(3), reason]),
    ),
  );
  return `${lines.join('\n')}\n`;
}

/** Rows under a heading, in columns, after an empty line; nothing when there are no rows. */
function table(heading: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return [
    '',
    ...all.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
  ];
}
