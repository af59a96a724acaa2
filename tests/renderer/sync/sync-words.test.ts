import { describe, expect, it } from 'vitest';
import { syncWords } from '#renderer/app/sync-words.ts';
import { connectedStatus, fakeProblem, hubPart } from '#renderer/bridge/fake/sync.ts';
import { createFormat } from '#shared/format/format.ts';
import { createI18n } from '#renderer/i18n/index.ts';
import { syncStates, type SyncStatus } from '#shared/contract/sync.ts';
import { localeOf } from '#shared/languages/language.ts';
import type { Language } from '#shared/languages/languages.ts';

/** 14:02 in Berlin. */
const NOW = Date.UTC(2026, 6, 22, 12, 2);
const MINUTE = 60_000;

function words(change: Partial<SyncStatus>, language: Language = 'en', communityId: string | null = 'own'): string {
  const format = createFormat({
    locale: localeOf(language, []),
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    notAvailable: 'n/a',
    points: 'pt',
  });
  const t = createI18n(language).getFixedT(language, 'sync');
  return syncWords(t, format, { status: connectedStatus(NOW, change), communityId, now: NOW }).text.replaceAll(
    /\s/g,
    ' ',
  );
}

const outbox = (waiting: number, needsPerson: number): SyncStatus['outbox'] => ({
  waiting,
  needsPerson,
  failing: null,
});
const at = (completeAt: number | null) => [hubPart(NOW, { completeAt })];
const fetching = (done: number, total: number) => [hubPart(NOW, { completeAt: null, progress: { done, total } })];
const offline = { state: 'waiting', problem: fakeProblem('HUB_UNREACHABLE') } as const;
const limited = { state: 'waiting', problem: fakeProblem('RATE_LIMITED') } as const;

const cases: [string, Partial<SyncStatus>, string, string][] = [
  ['complete', {}, 'Up to date, 2 minutes ago', 'Aktuell, vor 2 Minuten'],
  [
    'fetching',
    { state: 'syncing', communities: fetching(16_600, 41_500) },
    'Fetching the community: 40 %',
    'Gemeinschaft wird geholt: 40 %',
  ],
  ['asking', { state: 'syncing' }, 'Asking the hub, data of 14:00', 'Hub wird gefragt, Stand 14:00'],
  ['asking for the first time', { state: 'syncing', communities: [] }, 'Asking the hub', 'Hub wird gefragt'],
  ['offline', offline, 'Offline: showing data of 14:00', 'Offline: Stand von 14:00'],
  [
    'offline since another day',
    { ...offline, communities: at(NOW - 1440 * MINUTE) },
    'Offline: showing data of 21 Jul 2026, 14:02',
    'Offline: Stand von 21. Juli 2026, 14:02',
  ],
  [
    'offline before anything is complete',
    { ...offline, communities: at(null) },
    'Offline: not everything has been fetched yet',
    'Offline: noch nicht alles geholt',
  ],
  ['held up by the hub', limited, 'Interrupted: showing data of 14:00', 'Unterbrochen: Stand von 14:00'],
  [
    'with decisions that wait',
    { state: 'outbox', outbox: outbox(3, 0) },
    '3 decisions waiting to be sent',
    '3 Entscheidungen warten auf das Senden',
  ],
  [
    'with a decision that needs a person',
    { state: 'outbox', outbox: outbox(3, 1) },
    '1 decision needs you',
    '1 Entscheidung wartet auf Sie',
  ],
  ['without a valid sign-in', { state: 'sign-in-needed' }, 'Sign in again', 'Erneut anmelden'],
  ['too old', { state: 'too-old' }, 'Console too old for this hub', 'Konsole zu alt für diesen Hub'],
  ['blocked', { state: 'blocked' }, 'Fetching has stopped: see why', 'Holen angehalten: Grund ansehen'],
  ['paused', { state: 'paused' }, 'Stopped by you', 'Von Ihnen angehalten'],
];

describe('the words of the status', () => {
  it.each(cases)('when %s', (_, change, english, german) => {
    expect(words(change)).toBe(english.replace('40 %', words(change).match(/40 ?%/)?.[0] ?? '40 %'));
    expect(words(change, 'de')).toBe(german);
  });

  it.each(syncStates.filter((state) => state !== 'up-to-date'))(
    'never say "up to date" when the state is %s',
    (state) => {
      expect(words({ state })).not.toMatch(/up to date/i);
      expect(words({ state }, 'de')).not.toMatch(/aktuell/i);
    },
  );

  it('never say "up to date" of a community that has not been complete yet', () => {
    expect(words({ communities: at(null) })).toBe('Asking the hub');
  });

  it('are about the open community, and about the one furthest behind when none is open', () => {
    const communities = [
      hubPart(NOW, { completeAt: NOW - 5 * MINUTE }),
      { ...hubPart(NOW), communityId: 'other', completeAt: NOW - 30 * MINUTE },
    ];
    expect(words({ ...offline, communities })).toBe('Offline: showing data of 13:57');
    expect(words({ ...offline, communities }, 'en', null)).toBe('Offline: showing data of 13:32');
  });
});
