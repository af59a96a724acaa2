/** Invented reports: some that were made before, those that are made now, and what a check of each says. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type {
  MadeReport,
  ReportCheck,
  ReportKind,
  ReportOrder,
  ReportSchedule,
} from '#shared/contract/report-records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import type { Language } from '#shared/languages/languages.ts';
import type { FakeCommunity } from './communities.ts';
import { fakeHash } from './hashes.ts';
import { FakeProblem, type FakeState } from './state.ts';
import { startTask } from './tasks.ts';
import { tinyPdf } from './tiny-pdf.ts';

const DAY = 24 * HOUR;

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };

const ids = [
  'CW-7K2M-9QX4-T5BN',
  'CW-3FD8-0ZKW-HM6R',
  'CW-Q1V5-8C2J-YT40',
  'CW-B6NX-5G9P-2SEA',
  'CW-R7TD-M1H3-K8ZQ',
  'CW-0W4C-VXJ6-9FBP',
] as const;
/** Ids of what is made while one looks. */
const newIds = ['CW-N8S2-4YQG-7HAV', 'CW-5PZK-E3R9-XC1M', 'CW-G2J7-TD6B-0WNF', 'CW-9MVA-KQ45-R8XS'] as const;

const titles: Readonly<Record<'en' | 'de', Readonly<Record<ReportKind, string>>>> = {
  en: {
    'community-month': 'Monthly community report',
    'assembly-pack': 'The year for the members’ meeting',
    'member-statement': 'Member statement',
    reconciliation: 'Settlement reconciliation',
    'rule-audit': 'Rule audit',
    'clearing-certificate': 'Clearing certificate',
    ledger: 'Ledger',
    'processing-record': 'Record of processing',
  },
  de: {
    'community-month': 'Monatsbericht der Gemeinschaft',
    'assembly-pack': 'Das Jahr für die Mitgliederversammlung',
    'member-statement': 'Mitgliedsauszug',
    reconciliation: 'Abstimmung der Abrechnung',
    'rule-audit': 'Regelprüfung',
    'clearing-certificate': 'Clearingzertifikat',
    ledger: 'Hauptbuch',
    'processing-record': 'Verzeichnis der Verarbeitung',
  },
};

function made(id: string, order: ReportOrder, language: Language, madeAt: number, isAtHand: boolean): MadeReport {
  return {
    id,
    order,
    language,
    madeAt,
    dataTo: madeAt - 2 * MINUTE,
    fingerprint: fakeHash(Number.parseInt(id.slice(3, 7), 36) % 9973),
    title: titles[language === 'de' ? 'de' : 'en'][order.kind],
    isAtHand,
  };
}

/** The reports that are there at the start, newest first. */
function fakeReports({ id: communityId, dataTo }: FakeCommunity, now: number): MadeReport[] {
  const range = { from: now - 30 * DAY, to: now };
  const slot = (dataTo ?? now) - 3 * HOUR;
  const orders: readonly ReportOrder[] = [
    { kind: 'community-month', communityId, month: '2026-06' },
    { kind: 'member-statement', communityId, memberId: `${communityId}-3`, range },
    { kind: 'clearing-certificate', communityId, slot, clearingId: `clearing-${slot}` },
    { kind: 'reconciliation', communityId, range },
    { kind: 'processing-record', communityId },
    { kind: 'assembly-pack', communityId, year: 2025 },
  ];
  return orders.map((order, index) =>
    made(ids[index], order, index === 1 ? 'de' : 'en', now - index * 9 * DAY - (index + 1) * HOUR, index < 2),
  );
}

/** The verdicts that the invented reports show: the fourth has other data by now, the last one's are gone. */
function checkOf(report: MadeReport | undefined, reportId: string, fingerprint: string): Omit<ReportCheck, 'file'> {
  const known = { reportId, report: report ?? null, sections: [] };
  if (report === undefined) return { ...known, verdict: 'unknown' };
  const typed = fingerprint.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
  if (!report.fingerprint.startsWith(typed)) return { ...known, verdict: 'fingerprint-differs' };
  if (reportId === ids[3]) return { ...known, verdict: 'data-changed', sections: ['Proof', 'By member'] };
  return { ...known, verdict: reportId === ids[5] ? 'data-gone' : 'same' };
}

/** The reports of one fake bridge, over its state. */
export function createFakeReports(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<Extract<MethodName, `reports.${string}`>> {
  const started = new Map<string, MadeReport>();
  const checks = new Map<string, ReportCheck>();
  let schedule: ReportSchedule = {
    isOn: false,
    communityId: null,
    language: 'en',
    folder: null,
    lastMonth: null,
    problem: null,
  };

  const isDone = (taskId: string): boolean => state.tasks.find(({ id }) => id === taskId)?.state === 'done';

  function all(): MadeReport[] {
    const fresh = [...started].filter(([taskId]) => isDone(taskId)).map(([, report]) => report);
    return [...fresh.toReversed(), ...state.communities.flatMap((one) => fakeReports(one, state.now))];
  }

  function atHand(id: string): MadeReport {
    const found = all().find((report) => report.id === id && report.isAtHand);
    if (found !== undefined) return found;
    throw new FakeProblem({ code: 'INPUT_INVALID', message: `The report ${id} is not at hand. Make it again.` });
  }

  function check(reportId: string, fingerprint: string, file: ReportCheck['file']): { taskId: string } {
    const report = all().find(({ id }) => id === reportId);
    const task = startTask(state, { kind: 'report-verification', subject: reportId, unit: 'sections', total: 8 });
    checks.set(task.taskId, { ...checkOf(report, reportId, fingerprint), file });
    return task;
  }

  return {
    'reports.make': ({ order, language }) => {
      const { name, id: communityId } = communityOf(order.communityId);
      const report = made(newIds[started.size % newIds.length], order, language, state.now, true);
      const { taskId } = startTask(state, {
        kind: 'report',
        subject: name,
        unit: 'sections',
        total: 8,
        communityId,
        changes: ['reports'],
      });
      started.set(taskId, report);
      return { taskId, reportId: report.id };
    },
    'reports.list': ({ communityId }) => all().filter(({ order }) => order.communityId === communityId),
    'reports.content': ({ reportId }) => {
      const report = atHand(reportId);
      return {
        report,
        html: `<!doctype html><html lang="${report.language}"><title>${report.title}</title><h1>${report.title}</h1></html>`,
        header: '<div></div>',
        footer: `<div>${report.id}</div>`,
        isLandscape: false,
        suggestedName: `${report.title} ${report.id}`,
      };
    },
    'reports.verify': ({ reportId, fingerprint }) => check(reportId, fingerprint, null),
    'reports.verifyFile': () => {
      const [report] = all();
      return check(report.id, report.fingerprint, 'as-saved');
    },
    'reports.check': ({ taskId }) => (isDone(taskId) ? (checks.get(taskId) ?? null) : null),
    'reports.pdf': ({ reportId }) => {
      const { title, id } = atHand(reportId);
      return { bytes: tinyPdf([title, id]), pages: 2 };
    },
    'reports.save': ({ reportId }) => ({ saved: atHand(reportId).isAtHand }),
    'reports.print': ({ reportId }) => ({ printed: atHand(reportId).isAtHand }),
    'reports.schedule': () => schedule,
    'reports.setSchedule': ({ chooseFolder, ...wanted }) => {
      const folder = chooseFolder ? 'Reports of Sonnenhang' : schedule.folder;
      if (wanted.isOn && (folder === null || wanted.communityId === null))
        throw new FakeProblem({ code: 'INPUT_INVALID', message: 'A folder and a community are needed.' });
      schedule = { ...schedule, ...wanted, folder };
      return schedule;
    },
  };
}
