/** An entry of the audit log as a plain sentence with its facts. Pure. */
import type { TFunction } from 'i18next';
import type { AuditDetails, AuditEntry } from '#shared/contract/audit-records.ts';
import { reportKinds } from '#shared/contract/report-records.ts';
import { exactly } from '#shared/format/exact.ts';
import type { Format } from '#shared/format/format.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';

export interface EntryWordParts {
  readonly t: TFunction<['audit-log', 'errors', 'reports']>;
  readonly format: Format;
  /** The pseudonym of a member; undefined for one that is not known here. */
  readonly pseudonym: (memberId: string) => string | undefined;
}

type FactValue = AuditDetails[string];

/** Facts that the sentence tells already, or that only a machine reads: the sheet of the entry has them. */
const leftOut: ReadonlySet<string> = new Set([
  'key',
  'step',
  'cases',
  'trades',
  'columns',
  'notation',
  'member',
  'memberId',
  'fingerprint',
  'sha256',
  'headBefore',
  'code',
  'decision',
  'kind',
]);
const MOST_FACTS = 4;
/** What a number beyond it can only be: an instant in epoch milliseconds. */
const FIRST_INSTANT = 1e11;

const CODE = /^[\w-]+$/;

/** What happened, in one sentence. */
export function entrySentence(entry: AuditEntry, parts: EntryWordParts): string {
  const { t } = parts;
  const { kind, outcome, method, details } = entry;
  const what = t(`kinds.${kind}`);
  const values = { ...valuesOf(details, parts), what };
  const step = typeof details['step'] === 'string' ? details['step'] : null;
  const said = [
    ...(outcome === 'asked' ? [] : [`ended.${outcome}.${kind}`, `ended.${outcome}.other`]),
    ...(method !== null && step !== null ? [`said.${method}.${step}`] : []),
    ...(method === null ? [] : [`said.${method}`]),
    `said.console.${kind}`,
  ];
  for (const key of said) {
    const sentence = t(key, { ...values, defaultValue: '' });
    if (sentence !== '') return sentence;
  }
  return what;
}

/** The facts beside the sentence, as one line; empty without any. */
export function entryFacts({ outcome, of, details }: AuditEntry, parts: EntryWordParts): string {
  const { t, format } = parts;
  const facts = Object.entries(details)
    .filter(([name, value]) => !leftOut.has(name) && value !== null && value !== '' && !isReportKind(name, value))
    .slice(0, MOST_FACTS)
    .map(([name, value]) => t('fact', { name: factName(name, parts), value: factValue(name, value, parts) }));
  const why =
    outcome === 'refused' && typeof details['code'] === 'string' ? [factValue('code', details['code'], parts)] : [];
  const asked = of === null ? [] : [t('ofEntry', { number: format.number(of) })];
  return [...why, ...facts, ...asked].join(' · ');
}

/** Who it was: by name while a hub is connected; otherwise the desk, or the console by itself. */
export function entryActor({ actor, role, method }: AuditEntry, { t }: EntryWordParts): string {
  if (actor !== null) return t('who.person', { person: actor, role: t(`shell:role.names.${role}`) });
  return t(method === null ? 'who.console' : 'who.desk');
}

export function factName(name: string, { t }: EntryWordParts): string {
  return t(`facts.${name}`, { defaultValue: name });
}

/** A fact as people read it: with its unit, as a time, as a name. What is not known stays as it is written. */
export function factValue(name: string, value: FactValue, { t, format, pseudonym }: EntryWordParts): string {
  if (value === null) return format.notAvailable;
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') {
    if (value > FIRST_INSTANT) return format.dateTime(value);
    if (name.endsWith('Wh')) return exactly(format).quantity(value);
    if (/price$/i.test(name)) return exactly(format).price(value);
    if (/amount/i.test(name)) return exactly(format).money(value);
    if (name === 'bytes') return format.bytes(value);
    return name === 'year' ? String(value) : format.number(value);
  }
  if (name === 'memberId') return pseudonym(value) ?? value;
  if (name === 'code' && CODE.test(value)) return t(`errors:${value}.happened`, { defaultValue: value });
  if (name === 'report' || name === 'kind') {
    const kind = reportKinds.find((one) => one === value);
    return kind === undefined ? value : t(`reports:kinds.${kind}.name`);
  }
  const language = name === 'language' ? languages.find((one) => one === value) : undefined;
  if (language !== undefined) return languageName(language, format.locale);
  // What a person typed is shown as it stands; only words of the console's own have texts.
  return CODE.test(value) ? t(`values.${name}.${value}`, { defaultValue: value }) : value;
}

/** Whether it says which kind of report it is, which the sentence does. */
function isReportKind(name: string, value: FactValue): boolean {
  return name === 'report' && reportKinds.some((one) => one === value);
}

/** What the sentences name. */
function valuesOf(details: AuditDetails, parts: EntryWordParts): Readonly<Record<string, string | number>> {
  const { t, format, pseudonym } = parts;
  const { cases, member, memberId, report, kind } = details;
  const count = typeof cases === 'number' ? cases : 1;
  const known = typeof memberId === 'string' ? pseudonym(memberId) : undefined;
  const reportKind = reportKinds.find((one) => one === kind || one === report);
  return {
    count,
    number: format.number(count),
    member: typeof member === 'string' ? member : (known ?? t('aMember')),
    report: reportKind === undefined ? t('aReport') : t(`reports:kinds.${reportKind}.name`),
    id: typeof report === 'string' ? report : '',
  };
}
