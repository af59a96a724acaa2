import type { Readable } from 'node:stream';
import { explainOrder } from '#shared/market/explain.ts';
import { toOrderMechanism } from '#shared/market/mechanisms.ts';
import { type CommandIo, exitCode, parseFlags, required, UsageError } from './command.ts';
import { explanationSentence } from './explanation-sentence.ts';
import { explanationToWire } from './explanation-wire.ts';
import { parseMechanism, parseOfferOrder, refuseIdleFlags } from './mechanism-flags.ts';
import { type OrderBook, readOrderBook } from './order-book-file.ts';

const sides = ['bid', 'offer'] as const;
type Side = (typeof sides)[number];

/**
 * `explain --input F --mechanism M --order ID [--side bid|offer] [--offer-order ascending|descending] [--json]`: says why one order
 * of the file (the file of `match`; `-` reads stdin) traded or not, and the smallest change of its limit with which it would have
 * traded. --side is only needed when a bid and an offer have the same id. For mechanisms that clear orders.
 *
 * The JSON is `{"order","side","mechanism","price_per_kwh","quantity_kwh","traded_kwh","reason","clearing_price",
 * "change":{"price_per_kwh","by","traded_kwh"}|null,"sentence"}`; see Explanation for when a field is null. An order that is stored is
 * asked for with --offer instead: see explainStored.
 * @returns the exit code
 * @throws UsageError when a flag or the input is wrong
 */
export async function runExplain(args: string[], io: CommandIo, stdin: Readable = process.stdin): Promise<number> {
  if (asksForStored(args)) return await (await import('./explain-stored.ts')).explainStored(args, io);
  const flags = parseFlags(args, {
    input: { type: 'string' },
    mechanism: { type: 'string' },
    order: { type: 'string' },
    side: { type: 'string' },
    'offer-order': { type: 'string' },
    json: { type: 'boolean' },
  });
  const input = required('--input', flags.input);
  const mechanism = parseMechanism(required('--mechanism', flags.mechanism), toOrderMechanism);
  const orderId = required('--order', flags.order);
  refuseIdleFlags(mechanism, flags);
  const parameters = { offerOrder: parseOfferOrder(flags['offer-order']) };
  const wantedSide = parseSide(flags.side);
  const book = await readOrderBook(input, stdin);
  const side = sideOf(orderId, book, wantedSide);
  const explanation = explainOrder({ mechanism, ...book, parameters, side, orderId });
  io.stdout(
    flags.json
      ? `${JSON.stringify(explanationToWire(mechanism, explanation))}\n`
      : `${explanationSentence(explanation)}\n`,
  );
  return exitCode.fine;
}

/** Told before the flags are read, so that a question about a file need not wait for a database. */
function asksForStored(args: readonly string[]): boolean {
  const flags = ['--offer', '--profile', '--file'];
  return args.some((arg) => flags.includes(arg.split('=', 1)[0]));
}

function parseSide(value: string | undefined): Side | undefined {
  if (value === undefined) return undefined;
  const found = sides.find((side) => side === value);
  if (found === undefined) throw new UsageError(`--side ${value}: not one of ${sides.join(', ')}`);
  return found;
}

/** The side on which an id is meant. */
function sideOf(orderId: string, { bids, offers }: OrderBook, wanted: Side | undefined): Side {
  const found = sides.filter((side) => (side === 'bid' ? bids : offers).some(({ id }) => id === orderId));
  if (wanted !== undefined) {
    if (!found.includes(wanted)) throw new UsageError(`--order ${orderId}: no ${wanted} has this id`);
    return wanted;
  }
  if (found.length === 0) throw new UsageError(`--order ${orderId}: no bid or offer has this id`);
  if (found.length > 1) {
    throw new UsageError(`--order ${orderId}: a bid and an offer have this id, say which with --side`);
  }
  return found[0];
}
