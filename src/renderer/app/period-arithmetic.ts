/** What a chosen period means in instants: pure arithmetic on local days of the community's time zone (shared/domain/slots). */
import {
  addDays,
  dayNumber,
  formatDay,
  localDay,
  localDayRange,
  parseDay,
  startOfLocalDay,
} from '#shared/domain/slots.ts';
import type { Granularity } from '#shared/contract/stats.ts';

export const periodKinds = ['today', 'yesterday', 'week', 'month', 'year', 'all', 'custom'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** Lengths in local days of the windows that can be stepped; days are integers yyyymmdd. */
const windowDays = { week: 7, month: 30, year: 365 } as const;
type WindowKind = keyof typeof windowDays;
const MAX_DAYS = 11 * 365;

/** What the person chose, as it stands in the address. */
export type PeriodChoice =
  | { readonly kind: 'today' | 'yesterday' | 'all' }
  /** `lastDay` null follows the data: the window that ends with the reference day. */
  | { readonly kind: WindowKind; readonly lastDay: number | null }
  | { readonly kind: 'custom'; readonly firstDay: number; readonly lastDay: number };

export const defaultPeriod: PeriodChoice = { kind: 'week', lastDay: null };

/** What a choice is resolved against. Times in epoch milliseconds. */
export interface PeriodContext {
  readonly timeZone: string;
  /** First slot with readings and the end of the last one; null while there is none. */
  readonly dataFrom: number | null;
  readonly dataTo: number | null;
  /** The present local day, yyyymmdd. */
  readonly today: number;
}

export interface InstantRange {
  readonly from: number;
  readonly to: number;
}

export interface ResolvedPeriod {
  /** Local days, both included. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly days: number;
  /** Half-open, in epoch milliseconds. */
  readonly range: InstantRange;
  /**
   * The same number of local days just before, as far into them as the data reach into the period: half of today is compared with the
   * same half of yesterday.
   */
  readonly previous: InstantRange;
  /** Whether `previous` ends within a local day. */
  readonly isPreviousCut: boolean;
  /** Whether the data reach back over the whole period before, so that comparing is fair. */
  readonly hasPrevious: boolean;
  readonly granularity: Granularity;
  /** The first local day with data; null while there is none. */
  readonly firstDataDay: number | null;
  readonly canBack: boolean;
  readonly canForward: boolean;
}

const isWindow = (kind: string): kind is WindowKind => Object.hasOwn(windowDays, kind);

/** The choice in the form of the address: `week`, `week@2017-01-24`, `2017-01-01..2017-01-31`. */
export function writePeriod(choice: PeriodChoice): string {
  if (choice.kind === 'custom') return `${formatDay(choice.firstDay)}..${formatDay(choice.lastDay)}`;
  if (isWindow(choice.kind) && 'lastDay' in choice && choice.lastDay !== null) {
    return `${choice.kind}@${formatDay(choice.lastDay)}`;
  }
  return choice.kind;
}

/** The choice that a text of the address stands for; null when it stands for none. */
export function readPeriod(text: string): PeriodChoice | null {
  if (text === 'today' || text === 'yesterday' || text === 'all') return { kind: text };
  const [kind, end, ...rest] = text.split('@');
  if (isWindow(kind) && rest.length === 0) {
    if (end === undefined) return { kind, lastDay: null };
    const lastDay = parseDay(end);
    return lastDay === null ? null : { kind, lastDay };
  }
  const [first, last, ...more] = text.split('..').map(parseDay);
  if (more.length > 0 || first == null || last == null || first > last) return null;
  return { kind: 'custom', firstDay: Math.max(first, addDays(last, 1 - MAX_DAYS)), lastDay: last };
}

/** Today, or the last local day with data when the data ended earlier (imported history). */
export function referenceDay({ timeZone, dataTo, today }: PeriodContext): number {
  return dataTo === null ? today : Math.min(today, localDay(dataTo - 1, timeZone));
}

function daysOf(choice: PeriodChoice, context: PeriodContext): { firstDay: number; lastDay: number } {
  const reference = referenceDay(context);
  switch (choice.kind) {
    case 'today':
      return { firstDay: reference, lastDay: reference };
    case 'yesterday':
      return { firstDay: addDays(reference, -1), lastDay: addDays(reference, -1) };
    case 'all': {
      const first = context.dataFrom === null ? reference : localDay(context.dataFrom, context.timeZone);
      return { firstDay: Math.max(Math.min(first, reference), addDays(reference, 1 - MAX_DAYS)), lastDay: reference };
    }
    case 'custom':
      return { firstDay: choice.firstDay, lastDay: choice.lastDay };
    default: {
      const lastDay = Math.min(choice.lastDay ?? reference, reference);
      return { firstDay: addDays(lastDay, 1 - windowDays[choice.kind]), lastDay };
    }
  }
}

/** Slots up to two days, hours up to a month, local days beyond. */
export function granularityOf(days: number): Granularity {
  if (days <= 2) return 'slot';
  return days <= 31 ? 'hour' : 'day';
}

/** Where the comparison ends: at the end of the period before, or where the data of the period itself break off. */
function endOfPrevious(range: InstantRange, previousFirstDay: number, context: PeriodContext): number {
  const { timeZone, dataTo } = context;
  if (dataTo === null || dataTo <= range.from || dataTo >= range.to) return range.from;
  const lastDataDay = localDay(dataTo - 1, timeZone);
  const whole = dayNumber(lastDataDay) - dayNumber(localDay(range.from, timeZone));
  const twin = localDayRange(addDays(previousFirstDay, whole), timeZone);
  const { from, to } = localDayRange(lastDataDay, timeZone);
  return dataTo === to ? twin.to : Math.min(twin.from + (dataTo - from), twin.to);
}

/** The instants, the comparison and the ways to step that a choice means for a community's data. */
export function resolvePeriod(choice: PeriodChoice, context: PeriodContext): ResolvedPeriod {
  const { timeZone, dataFrom } = context;
  const { firstDay, lastDay } = daysOf(choice, context);
  const days = dayNumber(lastDay) - dayNumber(firstDay) + 1;
  const range = { from: startOfLocalDay(firstDay, timeZone), to: startOfLocalDay(addDays(lastDay, 1), timeZone) };
  const previousFirstDay = addDays(firstDay, -days);
  const firstDataDay = dataFrom === null ? null : localDay(dataFrom, timeZone);
  const previousTo = endOfPrevious(range, previousFirstDay, context);
  return {
    firstDay,
    lastDay,
    days,
    range,
    previous: { from: startOfLocalDay(previousFirstDay, timeZone), to: previousTo },
    isPreviousCut: startOfLocalDay(localDay(previousTo, timeZone), timeZone) !== previousTo,
    hasPrevious: firstDataDay !== null && previousFirstDay >= firstDataDay,
    granularity: granularityOf(days),
    firstDataDay,
    canBack: choice.kind !== 'all' && firstDataDay !== null && firstDay > firstDataDay,
    canForward: choice.kind !== 'all' && lastDay < referenceDay(context),
  };
}

/** The choice one window earlier (-1) or later (+1); never beyond the reference day. A single day is named when it has a name. */
export function stepPeriod(choice: PeriodChoice, context: PeriodContext, direction: -1 | 1): PeriodChoice {
  if (choice.kind === 'all') return choice;
  const reference = referenceDay(context);
  const { firstDay, lastDay } = daysOf(choice, context);
  const days = dayNumber(lastDay) - dayNumber(firstDay) + 1;
  const moved = Math.min(addDays(lastDay, direction * days), reference);
  if (isWindow(choice.kind)) return { kind: choice.kind, lastDay: moved === reference ? null : moved };
  if (days === 1 && moved === reference) return { kind: 'today' };
  if (days === 1 && moved === addDays(reference, -1)) return { kind: 'yesterday' };
  return { kind: 'custom', firstDay: addDays(moved, 1 - days), lastDay: moved };
}

/** The choice to keep when another community is opened: a place in one history means nothing in another. */
export function withoutPlace(choice: PeriodChoice): PeriodChoice {
  if (choice.kind === 'custom') return defaultPeriod;
  return isWindow(choice.kind) ? { kind: choice.kind, lastDay: null } : choice;
}
