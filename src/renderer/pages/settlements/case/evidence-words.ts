import type { Evidence } from '#shared/contract/settlement-records.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';
import type { CaseT } from '../case-words.ts';

/** The pseudonyms of the two members. */
export interface Parties {
  readonly buyer: string;
  readonly seller: string;
}

/** Which of the sentences of a check is true. */
function variantOf({ check, holds, values }: Evidence): string {
  switch (check) {
    case 'buyer-reading':
    case 'seller-reading':
      if (values['quality'] === 'estimated' || values['quality'] === 'measured') return values['quality'];
      return holds ? 'missing' : 'unknown';
    case 'price-limits':
      return typeof values['bound'] === 'string' ? values['bound'] : 'kept';
    case 'buyer-active':
    case 'seller-active':
      return holds ? awayBecause(values) : 'kept';
    case 'metered-export':
    case 'metered-import':
      if (holds && values['settledWh'] === 0 && values['otherWh'] === 0) return 'alone';
      return holds ? 'holds' : 'kept';
    default:
      return holds ? 'holds' : 'kept';
  }
}

function awayBecause({ slot, joinedAt, leftAt }: Evidence['values']): 'notYet' | 'left' | 'inactive' {
  if (Number(slot) < Number(joinedAt)) return 'notYet';
  return leftAt === null ? 'inactive' : 'left';
}

/** Who a check is about: the sentences of both sides are the same. */
const texts = {
  'buyer-reading': 'reading',
  'seller-reading': 'reading',
  'buyer-revision': 'revision',
  'seller-revision': 'revision',
  'metered-export': 'export',
  'metered-import': 'import',
  'order-window': 'window',
  'price-limits': 'price',
  'buyer-active': 'active',
  'seller-active': 'active',
  tariff: 'tariff',
  amount: 'amount',
  duplicate: 'duplicate',
  'buyer-balance': 'balance',
} as const satisfies Record<Evidence['check'], string>;

function memberOf({ check, values }: Evidence, { buyer, seller }: Parties): string {
  const isSeller = check.startsWith('seller-') || check === 'metered-export' || values['side'] === 'sell';
  return isSeller ? seller : buyer;
}

const moneyNames = new Set(['balance', 'creditLimit', 'funds', 'expected', 'amount']);
const priceNames = new Set(['price', 'floor', 'cap', 'buyLimit', 'sellLimit', 'retail', 'feedIn']);
const timeNames = new Set(['slot', 'joinedAt', 'leftAt', 'windowStart', 'windowEnd', 'executedAt']);

/** Every value as people read it. */
function written(format: Format, values: Evidence['values']): Record<string, string> {
  const exact = exactly(format);
  const write = (name: string, value: number): string => {
    if (name === 'wh' || name.endsWith('Wh')) return exact.quantity(value);
    if (moneyNames.has(name)) return exact.money(value);
    if (priceNames.has(name)) return exact.price(value);
    return timeNames.has(name) ? format.dateTime(value) : format.number(value);
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? write(name, value) : (value ?? format.notAvailable),
    ]),
  );
}

/** What a check found, as a sentence with its numbers. */
export function evidenceSentence(t: CaseT, format: Format, evidence: Evidence, parties: Parties): string {
  const { buyer, seller } = parties;
  return t(`evidence.${texts[evidence.check]}.${variantOf(evidence)}`, {
    ...written(format, evidence.values),
    member: memberOf(evidence, parties),
    buyer,
    seller,
  });
}
