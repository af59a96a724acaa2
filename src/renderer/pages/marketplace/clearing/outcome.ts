import type { Book } from '#shared/contract/market-records.ts';
import { clearingTypes } from '#shared/market/clearing.ts';

/** How a clearing came out, as it is told: its type, with NULL and FAILURE told apart by their cause. */
export const outcomes = [
  ...clearingTypes.filter((type) => type !== 'NULL' && type !== 'FAILURE'),
  'NO_SUPPLY',
  'NO_DEMAND',
  'NOTHING_CROSSES',
  'MUST_RUN_DEMAND',
  'MUST_RUN_SUPPLY',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What is open would be, what is cleared was. */
export type Tense = 'open' | 'cleared';

/** How a slot's clearing came out; null when there is none. */
export function outcomeOf({ clearing, orders, terms }: Book): Outcome | null {
  if (clearing === null) return null;
  const { type, price } = clearing;
  if (type === 'FAILURE') return price === terms.priceCap ? 'MUST_RUN_DEMAND' : 'MUST_RUN_SUPPLY';
  if (type !== 'NULL') return type;
  if (!orders.type.includes('sell')) return 'NO_SUPPLY';
  return orders.type.includes('buy') ? 'NOTHING_CROSSES' : 'NO_DEMAND';
}

/** The tense in which a slot is told. */
export function tenseOf({ state }: Book): Tense {
  return state === 'cleared' ? 'cleared' : 'open';
}
