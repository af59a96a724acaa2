/** The small changes of a rule that an analysis tries out. */
import type { RuleDraft } from './rule-draft.ts';
import { MINUTES_PER_DAY, parseTimeWindow, printTimeWindow } from './windows.ts';

export const smallChangeKinds = [
  /** The limit a step nearer to the other side: a seller asks less, a buyer pays more. */
  'LIMIT_RELAXED',
  /** The limit a step further away. */
  'LIMIT_TIGHTENED',
  /** Each window an hour longer at both ends. */
  'WINDOWS_LONGER',
  /** Ten points of charge less. */
  'SOC_LOWER',
  /** Half as much again. */
  'QUANTITY_LARGER',
  /** Switched on. */
  'ENABLED',
] as const;
export type SmallChangeKind = (typeof smallChangeKinds)[number];

export interface SmallChange {
  readonly kind: SmallChangeKind;
  readonly draft: RuleDraft;
}

/** How far a small change moves a limit, micro-currency per kWh: 0.01 currency/kWh. */
export const PRICE_STEP = 10_000;
const HOUR_MINUTES = 60;
const SOC_STEP = 10;

/**
 * Each small change that makes another rule of this one. A rule that is switched off is tried switched on, in itself and with the others.
 * @throws RangeError with the problem of the first time window that cannot be read
 */
export function smallChanges(rule: RuleDraft): SmallChange[] {
  const base: RuleDraft = { ...rule, isEnabled: true };
  const found: SmallChange[] = [];
  if (!rule.isEnabled) found.push({ kind: 'ENABLED', draft: base });
  const limit = rule.type === 'sell' ? rule.minPrice : rule.maxPrice;
  if (limit !== null) {
    found.push({ kind: 'LIMIT_RELAXED', draft: withLimit(base, limit, 1) });
    found.push({ kind: 'LIMIT_TIGHTENED', draft: withLimit(base, limit, -1) });
  }
  const longer = base.timeWindows.map(lengthened);
  if (longer.some((text, at) => text !== base.timeWindows[at])) {
    found.push({ kind: 'WINDOWS_LONGER', draft: { ...base, timeWindows: longer } });
  }
  const { minBatterySoc: soc, maxQuantityWh: wh } = base;
  if (base.type === 'sell' && soc !== null && soc > 0) {
    found.push({ kind: 'SOC_LOWER', draft: { ...base, minBatterySoc: Math.max(soc - SOC_STEP, 0) } });
  }
  if (wh !== null && wh > 0) {
    found.push({ kind: 'QUANTITY_LARGER', draft: { ...base, maxQuantityWh: Math.ceil(wh * 1.5) } });
  }
  return found;
}

/** The rule with its limit a step nearer to the other side (`towards` 1) or further away (-1). */
function withLimit(rule: RuleDraft, limit: number, towards: 1 | -1): RuleDraft {
  return rule.type === 'sell'
    ? { ...rule, minPrice: limit - towards * PRICE_STEP }
    : { ...rule, maxPrice: limit + towards * PRICE_STEP };
}

/** The window an hour longer at both ends, a whole day at most; unchanged when it is a whole day. */
function lengthened(text: string): string {
  const parsed = parseTimeWindow(text);
  if (!parsed.ok) throw new RangeError(parsed.problem);
  const { days, startMinute, endMinute } = parsed.window;
  if (endMinute - startMinute >= MINUTES_PER_DAY) return text;
  const start = startMinute - HOUR_MINUTES;
  const end = Math.min(endMinute + HOUR_MINUTES, start + MINUTES_PER_DAY);
  // A window that would start before midnight starts late on the day before.
  const shift = start < 0 ? MINUTES_PER_DAY : 0;
  return printTimeWindow({
    days: start < 0 ? dayBefore(days) : days,
    startMinute: start + shift,
    endMinute: end + shift,
  });
}

/** Bit 0 is Monday. */
function dayBefore(days: number): number {
  return (days >>> 1) | ((days & 1) << 6);
}
