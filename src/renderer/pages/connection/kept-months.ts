import { windowMonths } from '#shared/domain/raw-window.ts';

/** Months of single records that can be chosen; null for all. */
export type KeptMonths = (typeof windowMonths)[number] | null;

/** What is kept as a choice; another number of months than can be chosen is none of them. */
export function readMonths(months: number | null): KeptMonths {
  return windowMonths.find((one) => one === months) ?? null;
}
