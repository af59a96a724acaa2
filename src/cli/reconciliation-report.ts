import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { microToAmount, PRICE_DECIMALS, whToKwh } from '#shared/domain/units.ts';
import { type ResolutionKind, resolutionKinds } from '#shared/settlement/events.ts';
import { table } from './table.ts';

type Difference = Reconciliation['differences'][number];

/** Differences that are printed for a person; the JSON has up to a thousand. */
const PRINTED = 200;
const HELD_BACK = 'a member without a pseudonym';

/** The books of a period in wire names and decimal numbers. */
export function reconciliationToWire(books: Reconciliation) {
  const { settled, open, failed, pending, resolved, proof } = books;
  return {
    trades: books.trades,
    quantity_kwh: whToKwh(books.quantityWh),
    total_amount: microToAmount(books.amount),
    settled: sumToWire(settled),
    open: sumToWire(open),
    failed: sumToWire(failed),
    pending: sumToWire(pending),
    resolved: {
      count: resolved.count,
      by_kind: Object.fromEntries(resolutionKinds.map((kind) => [kind, resolvedToWire(resolved.byKind[kind])])),
    },
    proof: {
      bought: microToAmount(proof.bought),
      sold: microToAmount(proof.sold),
      fees: microToAmount(proof.fees),
      bought_by_members: microToAmount(proof.boughtByMembers),
      sold_by_members: microToAmount(proof.soldByMembers),
      holds: proof.holds,
    },
    members: books.members.map((member) => ({
      member: member.anonymizedId,
      bought_amount: microToAmount(member.boughtAmount),
      sold_amount: microToAmount(member.soldAmount),
      balance: microToAmount(member.balance),
      failed_count: member.failedCount,
    })),
    difference_count: books.differenceCount,
    differences: books.differences.map((difference) => ({
      kind: difference.kind,
      trade_id: difference.tradeId,
      executed_at: difference.executedAt === null ? null : new Date(difference.executedAt).toISOString(),
      member: difference.anonymizedId,
      day: difference.day === null ? null : dayText(difference.day),
      expected: valueToWire(difference.unit, difference.expected),
      found: valueToWire(difference.unit, difference.found),
      unit: difference.unit,
    })),
  };
}

/** The books of a period as a table for a person, each difference in a line. */
export function reconciliationLines(books: Reconciliation, currency: string): string {
  const { settled, pending, open, failed, resolved, proof, differences, differenceCount } = books;
  const kinds = resolutionKinds.filter((kind) => resolved.byKind[kind].count > 0);
  const rows = [
    ['', 'trades', currency],
    ['all trades', String(books.trades), money(books.amount)],
    ['settled', String(settled.count), money(settled.amount)],
    ['pending', String(pending.count), money(pending.amount)],
    ['failed at some time', String(failed.count), money(failed.amount)],
    ['  open', String(open.count), money(open.amount)],
    ...kinds.map((kind) => [
      `  ${kindNames[kind]}`,
      String(resolved.byKind[kind].count),
      money(resolved.byKind[kind].amount),
    ]),
    ['buyers paid', '', money(proof.bought)],
    ['sellers got', '', money(proof.sold)],
    ['fees', '', money(proof.fees)],
    ["buyers paid, by the members' books", '', money(proof.boughtByMembers)],
    ["sellers got, by the members' books", '', money(proof.soldByMembers)],
  ];
  const lines = [
    ...table(rows),
    proof.holds
      ? 'The proof holds: what buyers paid is what sellers got and the community kept.'
      : 'The proof does not hold: what buyers paid is not what sellers got and the community kept.',
    differenceCount === 0
      ? 'No difference.'
      : differenceCount === 1
        ? 'One difference:'
        : `${differenceCount} differences:`,
    ...differences.slice(0, PRINTED).map((difference) => `  ${differenceLine(difference, currency)}`),
  ];
  if (differenceCount > PRINTED) lines.push(`and ${differenceCount - PRINTED} more; --json prints up to a thousand`);
  return `${lines.join('\n')}\n`;
}

const kindNames: Readonly<Record<ResolutionKind, string>> = {
  retry: 'settled again',
  adjust: 'settled as metered',
  void: 'voided',
  'by-hand': 'settled by hand',
};

function differenceLine(difference: Difference, currency: string): string {
  const { unit, expected, found } = difference;
  const [wanted, stored] = [expected, found].map((value) => valueText(unit, value, currency));
  return `${placeOf(difference)}: ${reasons[difference.kind]}, expected ${wanted}, found ${stored}`;
}

const reasons: Readonly<Record<Difference['kind'], string>> = {
  amount: 'the amount is not quantity times price',
  clearing: 'the trades are not those of the clearing',
  'member-day': "the member's book is not the sum of its trades",
  resolution: 'the trade is not what its case says',
  'same-member': 'a member trades with itself',
};

function placeOf({ tradeId, executedAt, day, anonymizedId }: Difference): string {
  if (day !== null) return `${dayText(day)}  ${anonymizedId ?? HELD_BACK}`;
  const time = executedAt === null ? '' : new Date(executedAt).toISOString();
  return tradeId === null ? time : `${time}  trade ${tradeId}`;
}

function sumToWire({ count, amount }: { readonly count: number; readonly amount: number }) {
  return { count, total_amount: microToAmount(amount) };
}

function resolvedToWire({ count, amountBefore, amount }: Reconciliation['resolved']['byKind'][ResolutionKind]) {
  return { count, amount_before: microToAmount(amountBefore), total_amount: microToAmount(amount) };
}

function valueToWire(unit: Difference['unit'], value: number): number {
  if (unit === 'money') return microToAmount(value);
  return unit === 'energy' ? whToKwh(value) : value;
}

function valueText(unit: Difference['unit'], value: number, currency: string): string {
  if (unit === 'money') return `${money(value)} ${currency}`;
  return unit === 'energy' ? `${whToKwh(value)} kWh` : String(value);
}

/** With all decimals: a difference may stand in the last. */
function money(micro: number): string {
  return microToAmount(micro).toFixed(PRICE_DECIMALS);
}

function dayText(day: number): string {
  return String(day).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}
