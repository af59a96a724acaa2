import { parseArgs } from 'node:util';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { reportKinds, reportOrderSchema } from '#shared/contract/report-records.ts';
import type { ReportKind, ReportOrder } from '#shared/contract/report-records.ts';
import { localDayRange, parseDay } from '#shared/domain/slots.ts';
import { languages, type Language } from '#shared/languages/languages.ts';

const options = {
  report: { type: 'string' },
  profile: { type: 'string' },
  'passphrase-file': { type: 'string' },
  community: { type: 'string' },
  month: { type: 'string' },
  year: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  member: { type: 'string' },
  slot: { type: 'string' },
  clearing: { type: 'string' },
  language: { type: 'string' },
  output: { type: 'string' },
} as const;

/** What the command line asks for, one line on stderr when it is not right. */
export class UsageError extends Error {}

/** A report that is to be made without a window. */
export interface HeadlessReport {
  readonly kind: ReportKind;
  readonly profile: string;
  /** Undefined: the system's keychain opens the profile. */
  readonly passphraseFile: string | undefined;
  readonly community: string | undefined;
  readonly language: Language;
  readonly output: string;
  readonly flags: Readonly<Partial<Record<'month' | 'year' | 'from' | 'to' | 'member' | 'slot' | 'clearing', string>>>;
}

/** Whether the console is started only to make a report. */
export function isHeadless(argv: readonly string[]): boolean {
  return argv.some((argument) => argument === '--report' || argument.startsWith('--report='));
}

/**
 * Reads the command line. Chromium's own switches may stand in it.
 * @throws UsageError that names what is missing or unknown
 */
export function headlessReport(argv: readonly string[]): HeadlessReport {
  const { values } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true });
  const text = (name: keyof typeof options): string | undefined => {
    const value = values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '' || value.startsWith('--'))
      throw new UsageError(`--${name}: a value is missing`);
    return value;
  };
  const required = (name: keyof typeof options): string => {
    const value = text(name);
    if (value === undefined) throw new UsageError(`--${name} is missing`);
    return value;
  };
  const { month, year, from, to, member, slot, clearing } = Object.fromEntries(
    (['month', 'year', 'from', 'to', 'member', 'slot', 'clearing'] as const).map((name) => [name, text(name)]),
  );
  const output = required('output');
  if (!output.toLowerCase().endsWith('.pdf'))
    throw new UsageError(`--output ${output}: the name of a report ends with .pdf`);
  return {
    kind: oneOf('report', required('report'), reportKinds),
    profile: required('profile'),
    passphraseFile: text('passphrase-file'),
    community: text('community'),
    language: oneOf('language', text('language') ?? 'en', languages),
    output,
    flags: {
      ...(month && { month }),
      ...(year && { year }),
      ...(from && { from }),
      ...(to && { to }),
      ...(member && { member }),
      ...(slot && { slot }),
      ...(clearing && { clearing }),
    },
  };
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--${name} ${value}: one of ${known.join(', ')}`);
  return found;
}

/** The community of this name or id; the only one when none is named. Throws a UsageError. */
export function chosenCommunity(all: readonly CommunitySummary[], wanted: string | undefined): CommunitySummary {
  const [only] = all;
  if (only === undefined) throw new UsageError('this profile has no community yet: import one or make the demo');
  if (wanted === undefined) {
    if (all.length === 1) return only;
    throw new UsageError(`--community is missing: one of ${all.map(({ name }) => name).join(', ')}`);
  }
  const named = all.filter(({ id, name }) => id === wanted || name === wanted);
  if (named.length > 1) throw new UsageError(`--community ${wanted}: several have this name; give the id`);
  if (named.length === 0) throw new UsageError(`--community ${wanted}: there is none of this name or id`);
  return named[0];
}

/**
 * The order that the flags mean. Days are local days of the community, both counted.
 * @param memberId the member's id by pseudonym or id
 * @throws UsageError that names the flag
 */
export function orderOf(
  { kind, flags }: Pick<HeadlessReport, 'kind' | 'flags'>,
  community: CommunitySummary,
  memberId: (wanted: string) => string | undefined,
): ReportOrder {
  const communityId = community.id;
  const flag = (name: keyof typeof flags): string => {
    const value = flags[name];
    if (value === undefined) throw new UsageError(`--${name} is missing: ${kind} needs it`);
    return value;
  };
  const range = (): { from: number; to: number } => ({
    from: localDayRange(day('from', flag('from')), community.timeZone).from,
    to: localDayRange(day('to', flag('to')), community.timeZone).to,
  });
  const member = (): string => {
    const found = memberId(flag('member'));
    if (found === undefined) throw new UsageError(`--member ${flag('member')}: there is none of this pseudonym or id`);
    return found;
  };
  const orders: { readonly [K in ReportKind]: () => unknown } = {
    'community-month': () => ({ month: flag('month') }),
    'assembly-pack': () => ({ year: Number(flag('year')) }),
    'member-statement': () => ({ memberId: member(), range: range() }),
    reconciliation: () => ({ range: range() }),
    'rule-audit': () => ({ range: range() }),
    'clearing-certificate': () => ({ slot: Date.parse(flag('slot')), clearingId: flag('clearing') }),
    ledger: () => ({ range: range() }),
    'processing-record': () => ({}),
  };
  const order = reportOrderSchema.safeParse({ kind, communityId, ...(orders[kind]() as object) });
  if (order.success) return order.data;
  const [
    {
      path: [field],
      message,
    },
  ] = order.error.issues;
  throw new UsageError(`${kind}: ${String(field)} is not right: ${message}`);
}

function day(name: string, text: string): number {
  const parsed = parseDay(text);
  if (parsed === null) throw new UsageError(`--${name} ${text}: not a day like 2026-11-22`);
  return parsed;
}
