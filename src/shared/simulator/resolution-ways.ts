/** How the people of a community put a failed trade in order, and what they write about it. */
import type { Random } from '../domain/random.ts';
import type { FailureCode } from '../domain/records.ts';
import type { Resolution } from '../settlement/events.ts';

export interface Way {
  readonly resolution: Resolution;
  readonly reason: string;
}

/** A way and its reasons, one of which is written; a payment by hand with what shows it. */
interface KnownWay {
  readonly kind: 'retry' | 'void' | 'by-hand';
  readonly odds: number;
  readonly reasons: readonly string[];
  readonly evidence?: string;
  /** A number follows. */
  readonly reference?: string;
}

function retry(...reasons: string[]): KnownWay {
  return { kind: 'retry', odds: 1, reasons };
}

function annul(...reasons: string[]): KnownWay {
  return { kind: 'void', odds: 1, reasons };
}

const transfer: KnownWay = {
  kind: 'by-hand',
  odds: 1,
  reasons: [
    'The buyer has paid the seller by bank transfer.',
    'Settled between the two neighbours, the transfer is there.',
  ],
  evidence: 'The statement of the seller shows the transfer with the full amount.',
  reference: 'Bank statement',
};

const waysOf: Readonly<Record<FailureCode, readonly KnownWay[]>> = {
  INSUFFICIENT_BALANCE: [
    {
      ...retry('The buyer has topped up the account.', 'The account is covered again, checked this morning.'),
      odds: 5,
    },
    transfer,
  ],
  BANK_RETURN: [
    { ...transfer, odds: 3 },
    { ...retry('New bank details are on file and the account is covered.'), odds: 2 },
  ],
  MANDATE_MISSING: [retry('The signed mandate has arrived.', 'The mandate was renewed, the account is covered.')],
  METER_READING_MISSING: [
    {
      ...annul('The meter was out and its data are lost: nobody can say what was delivered.'),
      odds: 3,
    },
    {
      kind: 'by-hand',
      odds: 2,
      reasons: ['Both agree on the quantity as traded and have settled it between them.'],
      evidence: 'Photos of the meter before and after the gap; both confirm the quantity by mail.',
      reference: 'Mail no.',
    },
  ],
  METER_READING_LATE: [
    retry('The readings have come in since and cover the trades.', 'Reading received from the meter operator.'),
  ],
  METER_READING_REVISED: [retry('The revised reading still covers what was sold.')],
  QUANTITY_EXCEEDS_METER: [retry('Other trades of the slot were adjusted: the meter covers this one now.')],
  TARIFF_MISSING: [retry('The tariff of these slots has been entered.')],
  AMOUNT_MISMATCH: [retry('Computed again: quantity times price gives the amount.')],
  NETWORK_FAILURE: [retry('The connection is back, nothing else was wrong.', 'Only the network was down.')],
  UNKNOWN: [retry('Nothing wrong to be found in trade, readings and accounts.')],
  RULE_CONFLICT: [annul('The two rules must not have traded with each other.')],
  OFFER_EXPIRED: [annul('The offer was over when it was taken.', 'Taken too late, the seller had fed in already.')],
  PRICE_OUT_OF_RANGE: [annul('The price is above the cap: a decimal place was lost when it was typed in.')],
  MEMBER_INACTIVE: [annul('The buyer had moved out before this trade.')],
  DUPLICATE: [annul('Booked twice: the first booking is settled.', 'The same trade stands in the book already.')],
};

const adjustReasons = [
  "Settled for what the meter shows; the rest was the grid's.",
  'The revised reading holds: adjusted to the metered quantity.',
];
const nothingMetered = annul('The meter shows nothing for this slot: there was nothing to sell.');

/** Causes that no second attempt puts right. */
const voidCauses: ReadonlySet<FailureCode> = new Set([
  'RULE_CONFLICT',
  'OFFER_EXPIRED',
  'PRICE_OUT_OF_RANGE',
  'MEMBER_INACTIVE',
  'DUPLICATE',
]);

/**
 * What somebody who has looked at a failed trade does.
 * @param cause what was the matter
 * @param meteredWh what the meters leave for it; null where one has no reading
 */
export function drawWay(cause: FailureCode, quantityWh: number, meteredWh: number | null, random: Random): Way {
  if (voidCauses.has(cause)) return drawn(waysOf[cause], random);
  if (meteredWh === null) return drawn(waysOf.METER_READING_MISSING, random);
  if (meteredWh === 0) return drawn([nothingMetered], random);
  if (meteredWh < quantityWh) {
    return { resolution: { kind: 'adjust', quantityWh: meteredWh }, reason: random.pick(adjustReasons) };
  }
  return drawn(waysOf[cause === 'METER_READING_MISSING' ? 'METER_READING_LATE' : cause], random);
}

/** Payment outside the accounts, for a trade that could not be settled a second time. */
export function drawPaymentByHand(random: Random): Way {
  return drawn([transfer], random);
}

function drawn(ways: readonly KnownWay[], random: Random): Way {
  const { kind, reasons, evidence = '', reference } = ways[random.weighted(ways.map(({ odds }) => odds))];
  const resolution: Resolution =
    kind === 'by-hand' ? { kind, evidence, reference: `${reference} ${random.integer(100, 9999)}` } : { kind };
  return { resolution, reason: random.pick(reasons) };
}
