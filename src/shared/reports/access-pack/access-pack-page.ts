import type { AuditKind } from '../../contract/audit-records.ts';
import type { CommunityMark } from '../../desk/community-mark.ts';
import type { MemberRole, OfferType } from '../../domain/records.ts';
import type { ConsentDecision, ConsentPurpose } from '../../privacy/consents.ts';
import type { DataClass } from '../../privacy/data-classes.ts';
import { windowsWords } from '../../words/rule-words.ts';
import { escape } from '../html/escape.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';

/** Entries of the audit log by which something about a member was seen or left the console. */
export const disclosureKinds = [
  'identity-reveal',
  'access-pack',
  'report',
  'export',
  'print',
] as const satisfies readonly AuditKind[];

/** What the page of an access pack tells. Energy in Wh, amounts in micro-currency, times in epoch milliseconds. */
export interface PackFacts {
  readonly madeAt: number;
  readonly community: string;
  readonly marks: readonly CommunityMark[];
  readonly organiser: { readonly name: string; readonly address: string; readonly contact: string } | null;
  readonly protectionOfficer: string | null;
  readonly pseudonym: string;
  readonly memberId: string;
  readonly userId: string | null;
  readonly member: {
    readonly role: MemberRole;
    readonly joinedAt: number;
    readonly leftAt: number | null;
    readonly pvCapacityWp: number;
    readonly batteryCapacityWh: number;
    readonly balance: number;
    readonly mapCell: string | null;
  };
  readonly classes: readonly {
    readonly class: DataClass;
    readonly rows: number;
    readonly clock: { readonly length: number; readonly unit: 'months' | 'days' } | null;
    readonly legalBasis: string;
  }[];
  readonly months: readonly {
    /** yyyymm */
    readonly month: number;
    readonly producedWh: number;
    readonly consumedWh: number;
    readonly boughtWh: number;
    readonly boughtAmount: number;
    readonly soldWh: number;
    readonly soldAmount: number;
    readonly trades: number;
  }[];
  readonly rules: readonly {
    readonly type: OfferType;
    readonly version: number;
    readonly windows: readonly string[];
    readonly validFrom: number;
    readonly isEnabled: boolean;
  }[];
  readonly consents: readonly {
    readonly purpose: ConsentPurpose;
    readonly decision: ConsentDecision;
    readonly at: number;
  }[];
  readonly disclosures: readonly {
    readonly at: number;
    readonly kind: (typeof disclosureKinds)[number];
    readonly entry: number;
  }[];
}

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;color:#1b2330;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1.5rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.25rem 0 .5rem;padding-top:.75rem;border-top:1px solid #d5dae1}
p{margin:.5rem 0}.lead{color:#4a5568}table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.9rem}
caption{text-align:left;color:#4a5568;padding-bottom:.35rem}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #e4e8ee}
.n{text-align:right;font-variant-numeric:tabular-nums}li{margin:.25rem 0}`;

/** An access pack's page in the words' language: one HTML document without scripts; everything in it is text. */
export function accessPackPage(facts: PackFacts, words: ReportWords): string {
  const { language, format } = words;
  const say = (key: string, values?: Record<string, string | number>): string => text(words, key, values);
  const sections = [
    section(say('who'), whoHtml(facts, words)),
    section(say('what'), `<p>${say('whatText')}</p>${classesHtml(facts, words)}`),
    section(say('energy'), monthsHtml(facts, words)),
    section(say('rules'), rulesHtml(facts, words)),
    section(say('consents'), consentsHtml(facts, words)),
    section(
      say('recipients'),
      `${listHtml(say, ['recipientOrganiser', 'recipientMembers', 'recipientHub'])}${disclosuresHtml(facts, words)}`,
    ),
    section(say('source'), `<p>${say('sourceText')}</p>`),
    section(
      say('rights'),
      listHtml(say, [
        'rightRectify',
        'rightErase',
        'rightRestrict',
        'rightPort',
        'rightObject',
        'rightConsent',
        'rightComplain',
      ]),
    ),
    section(say('decisions'), `<p>${say('decisionsText')}</p>`),
  ];
  const marks = facts.marks.map((mark) => `<p><strong>${escape(words.t(`marks.${mark}`))}</strong></p>`);
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
    `<title>${say('title', { member: facts.pseudonym })}</title><style>${STYLE}</style></head><body>` +
    `<h1>${say('title', { member: facts.pseudonym })}</h1>` +
    `<p class="lead">${say('lead', { community: facts.community, time: format.dateTime(facts.madeAt) })}</p>` +
    `${[...marks, ...sections].join('')}</body></html>`
  );
}

/** A text of the page, its values too, as HTML text. */
function text({ t }: ReportWords, key: string, values?: Record<string, string | number>): string {
  return escape(t(`report-access-pack:${key}`, values));
}

function section(title: string, html: string): string {
  return `<section><h2>${title}</h2>${html}</section>`;
}

function listHtml(say: (key: string) => string, keys: readonly string[]): string {
  return `<ul>${keys.map((key) => `<li>${say(key)}</li>`).join('')}</ul>`;
}

interface Cell {
  readonly text: string;
  readonly isNumber?: boolean;
}

/** `head` and `rows` are plain texts. */
function tableHtml(caption: string, head: readonly Cell[], rows: readonly (readonly string[])[]): string {
  const kind = (at: number): string => (head[at].isNumber === true ? ' class="n"' : '');
  const body = rows
    .map((row) => `<tr>${row.map((cell, at) => `<td${kind(at)}>${escape(cell)}</td>`).join('')}</tr>`)
    .join('');
  const titles = head.map(({ text: title }, at) => `<th scope="col"${kind(at)}>${escape(title)}</th>`).join('');
  return `<table><caption>${escape(caption)}</caption><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table>`;
}

function whoHtml(facts: PackFacts, words: ReportWords): string {
  const { t, format } = words;
  const key = (name: string): string => t(`report-access-pack:${name}`);
  const { member, organiser } = facts;
  const rows: [string, string][] = [
    [key('pseudonym'), facts.pseudonym],
    [key('userId'), facts.userId ?? key('notKept')],
    [key('memberId'), facts.memberId],
    [key('role'), key(`roles.${member.role}`)],
    [key('joined'), format.date(member.joinedAt)],
    [key('left'), member.leftAt === null ? key('stillMember') : format.date(member.leftAt)],
    [key('pv'), format.power(member.pvCapacityWp, 'kWp').text],
    [key('battery'), format.energy(member.batteryCapacityWh, { unit: 'kWh' }).text],
    [key('mapCell'), member.mapCell ?? key('none')],
    [key('balance'), format.money(member.balance).text],
    [
      key('controller'),
      organiser ? `${organiser.name}, ${organiser.address}, ${organiser.contact}` : key('controllerUnknown'),
    ],
  ];
  if (facts.protectionOfficer !== null) rows.push([key('protectionOfficer'), facts.protectionOfficer]);
  return tableHtml(key('whoCaption'), [{ text: key('fact') }, { text: key('value') }], rows);
}

function classesHtml({ classes }: PackFacts, words: ReportWords): string {
  const { t, format } = words;
  const key = (name: string, values?: Record<string, string | number>): string =>
    t(`report-access-pack:${name}`, values);
  return tableHtml(
    key('classesCaption'),
    [
      { text: key('class') },
      { text: key('rows'), isNumber: true },
      { text: key('purpose') },
      { text: key('basis') },
      { text: key('kept') },
    ],
    classes.map(({ class: dataClass, rows, clock, legalBasis }) => [
      key(`classes.${dataClass}`),
      format.number(rows),
      key(`purposes.${dataClass}`),
      key(`bases.${legalBasis}`),
      clock === null ? key('keptWith') : key(`keptFor.${clock.unit}`, { count: clock.length }),
    ]),
  );
}

function monthsHtml({ months }: PackFacts, words: ReportWords): string {
  const { t, format } = words;
  const key = (name: string): string => t(`report-access-pack:${name}`);
  const kwh = (wh: number): string => format.number(wh / 1000, 1);
  const head = ['produced', 'consumed', 'bought', 'paid', 'sold', 'earned', 'trades'];
  return tableHtml(
    key('energyCaption'),
    [{ text: key('month') }, ...head.map((name) => ({ text: key(name), isNumber: true }))],
    months.map((row) => [
      `${Math.floor(row.month / 100)}-${String(row.month % 100).padStart(2, '0')}`,
      kwh(row.producedWh),
      kwh(row.consumedWh),
      kwh(row.boughtWh),
      format.money(row.boughtAmount).text,
      kwh(row.soldWh),
      format.money(row.soldAmount).text,
      format.number(row.trades),
    ]),
  );
}

function rulesHtml({ rules }: PackFacts, words: ReportWords): string {
  const { t, format } = words;
  const key = (name: string): string => t(`report-access-pack:${name}`);
  if (rules.length === 0) return `<p>${escape(key('rulesNone'))}</p>`;
  return tableHtml(
    key('rulesCaption'),
    [
      { text: key('ruleType') },
      { text: key('version'), isNumber: true },
      { text: key('windows') },
      { text: key('from') },
      { text: key('state') },
    ],
    rules.map(({ type, version, windows, validFrom, isEnabled }) => [
      key(`types.${type}`),
      format.number(version),
      windowsWords(windows, format.locale, within(words, 'rules')),
      format.dateTime(validFrom),
      key(isEnabled ? 'on' : 'off'),
    ]),
  );
}

function consentsHtml({ consents }: PackFacts, words: ReportWords): string {
  const { t, format } = words;
  const key = (name: string): string => t(`report-access-pack:${name}`);
  if (consents.length === 0) return `<p>${escape(key('consentsNone'))}</p>`;
  return tableHtml(
    key('consentsCaption'),
    [{ text: key('purpose') }, { text: key('decision') }, { text: key('onDay') }],
    consents.map(({ purpose, decision, at }) => [
      key(`consentPurposes.${purpose}`),
      key(`decisionWords.${decision}`),
      format.date(at),
    ]),
  );
}

function disclosuresHtml({ disclosures }: PackFacts, words: ReportWords): string {
  const { t, format } = words;
  const key = (name: string): string => t(`report-access-pack:${name}`);
  return tableHtml(
    key('disclosuresCaption'),
    [{ text: key('time') }, { text: key('happened') }, { text: key('entry'), isNumber: true }],
    disclosures.map(({ at, kind, entry }) => [format.dateTime(at), key(`disclosures.${kind}`), format.number(entry)]),
  );
}
