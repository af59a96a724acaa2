/** What the fields of the rule editor say: typed texts and the draft that they make. Pure. */
import type { OfferType } from '#shared/domain/records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { parseTimeWindow } from '#shared/rules/windows.ts';
import { windowLines } from '../week-grid/readable-mask.ts';
import { parsePrice, parseQuantity, type TypedProblem } from '../../marketplace/offer-wizard/typed-decimal.ts';

/** The fields as they are typed. */
export interface RuleValues {
  readonly memberId: string | null;
  readonly type: OfferType;
  /** Currency per kWh: the lowest price of a rule that sells, the highest of one that buys. Empty is any price. */
  readonly limit: string;
  /** The limit on the other side; null while it is not asked for. */
  readonly otherLimit: string | null;
  /** kWh per slot; empty is all there is. */
  readonly maxQuantity: string;
  /** Percent; empty is any charge. Asked for when selling only. */
  readonly minBatterySoc: string;
  /** One window a line. */
  readonly windows: string;
  readonly isEnabled: boolean;
  /** For the history; may be empty. */
  readonly reason: string;
}

export const ruleFields = [
  'memberId',
  'limit',
  'otherLimit',
  'maxQuantity',
  'minBatterySoc',
  'windows',
] as const satisfies readonly (keyof RuleValues)[];
export type RuleField = (typeof ruleFields)[number];

export type RuleFieldProblem = TypedProblem | 'NO_PERCENT' | 'WINDOW_UNREADABLE';

export interface ReadRule {
  /** What the engine is asked about: a field that is no value is left out. */
  readonly asked: RuleDraft;
  /** The rule as it would be saved; null while a field is no value. */
  readonly draft: RuleDraft | null;
  readonly problems: { readonly [F in RuleField]?: RuleFieldProblem };
}

/** The fields as they say what a draft does. */
export function valuesOf(memberId: string | null, draft: RuleDraft, locale: string): RuleValues {
  const [limit, other] = draft.type === 'sell' ? [draft.minPrice, draft.maxPrice] : [draft.maxPrice, draft.minPrice];
  return {
    memberId,
    type: draft.type,
    limit: priceText(limit, locale),
    otherLimit: other === null ? null : priceText(other, locale),
    maxQuantity: decimalText(draft.maxQuantityWh, 1000, 0, locale),
    minBatterySoc: draft.minBatterySoc === null ? '' : String(draft.minBatterySoc),
    windows: draft.timeWindows.join('\n'),
    isEnabled: draft.isEnabled,
    reason: '',
  };
}

/** A price as a person of the locale would type it, to the market's tick or finer; empty for none. */
export function priceText(price: number | null, locale: string): string {
  return decimalText(price, 1_000_000, 4, locale);
}

function decimalText(value: number | null, scale: number, leastDecimals: number, locale: string): string {
  if (value === null) return '';
  const options = { useGrouping: false, minimumFractionDigits: leastDecimals, maximumFractionDigits: 6 };
  return (value / scale).toLocaleString(locale, options).replace('−', '-');
}

/**
 * What the typed values say, in integer units.
 * @param before the rule that is changed: it keeps what the fields do not ask for
 */
export function readRule(values: RuleValues, locale: string, before: RuleDraft | null): ReadRule {
  const { type, otherLimit, isEnabled } = values;
  const limit = optional(values.limit, (text) => parsePrice(text, locale));
  const other = optional(otherLimit ?? '', (text) => parsePrice(text, locale));
  const quantity = optional(values.maxQuantity, (text) => parseQuantity(text, locale));
  const soc = optional(type === 'sell' ? values.minBatterySoc : '', parsePercent);
  const lines = windowLines(values.windows);
  const readable = lines.filter((line) => parseTimeWindow(line).ok);

  const problems: ReadRule['problems'] = {
    ...(values.memberId === null && { memberId: 'MISSING' as const }),
    ...(!limit.ok && { limit: limit.problem }),
    ...(!other.ok && { otherLimit: other.problem }),
    ...(!quantity.ok && { maxQuantity: quantity.problem }),
    ...(!soc.ok && { minBatterySoc: soc.problem }),
    ...(readable.length < lines.length && { windows: 'WINDOW_UNREADABLE' as const }),
  };
  const [limitPrice, otherPrice] = [limit, other].map((price) => (price.ok ? price.value : null));
  const asked: RuleDraft = {
    type,
    maxQuantityWh: quantity.ok ? quantity.value : null,
    minPrice: type === 'sell' ? limitPrice : otherPrice,
    maxPrice: type === 'sell' ? otherPrice : limitPrice,
    minBatterySoc: type === 'sell' ? (soc.ok ? soc.value : null) : (before?.minBatterySoc ?? null),
    timeWindows: readable,
    isEnabled,
  };
  return { asked, draft: Object.keys(problems).length === 0 ? asked : null, problems };
}

type Parsed<P> = { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly problem: P };

/** An empty field is no value, and no mistake. */
function optional<P>(text: string, parse: (text: string) => Parsed<P>): Parsed<P> {
  return text.trim() === '' ? { ok: true, value: null } : parse(text);
}

/** Whole percent from 0 to 100. */
function parsePercent(text: string): Parsed<'NO_PERCENT'> {
  const match = /^(\d{1,3})\s*%?$/.exec(text.trim());
  const value = Number(match?.[1]);
  return match !== null && value <= 100 ? { ok: true, value } : { ok: false, problem: 'NO_PERCENT' };
}

/** The fields whose text is not what the dialog began with. */
export function changedValues(before: RuleValues, after: RuleValues): (keyof RuleValues)[] {
  return (Object.keys(after) as (keyof RuleValues)[]).filter((field) => before[field] !== after[field]);
}
