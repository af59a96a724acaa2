import type { FakeOptions } from '../fake.ts';
import { brokenAuditLog } from './audit-log.ts';
import { tamperedMarket } from './market.ts';
import { hubCommunity } from './sync.ts';
import { importedCommunity } from './communities.ts';
import { hubScenarios } from './hub-scenarios.ts';
import { recoveryScenarios } from './recovery-scenarios.ts';

const locked = { state: 'locked', engine: 'stopped' } as const;
const firstRun = { state: 'first-run', engine: 'stopped', protection: { passphrase: false, keychain: false } } as const;

/** The states of the window that design work looks at, by the name that `?fake=` gives. */
function scenario(name: string, now: number): FakeOptions {
  const own = hubCommunity(now);
  const scenarios: Record<string, FakeOptions> = {
    ...hubScenarios(now),
    ...recoveryScenarios(now),
    demo: {},
    own: { session: { state: 'unlocked' }, communities: [own, importedCommunity] },
    imported: { session: { state: 'unlocked' }, communities: [importedCommunity, own] },
    'first-run': { session: firstRun },
    'first-run-bare': { session: { ...firstRun, keychain: { available: false, backend: 'basic_text' } } },
    locked: { session: locked },
    'locked-both': { session: { ...locked, protection: { passphrase: true, keychain: true } } },
    'locked-keychain': { session: { ...locked, protection: { passphrase: false, keychain: true } } },
    empty: { session: { state: 'unlocked' }, communities: [] },
    making: { communities: [] },
    'no-market': {
      session: { state: 'unlocked' },
      communities: [{ ...own, hasMarket: false }],
    },
    tampered: {
      session: { state: 'unlocked' },
      communities: [own],
      answers: { ...tamperedMarket, ...brokenAuditLog(now) },
    },
    upkeep: {
      session: { state: 'unlocked', engine: 'stopped', upkeep: 'rekey', upkeepShare: 0.4 },
      communities: [own],
    },
    'both-keys': {
      session: { state: 'unlocked', protection: { passphrase: true, keychain: true } },
      communities: [own],
    },
    waiting: { session: { state: 'unlocked' }, communities: [own], delayMs: Infinity },
    restarting: { session: { state: 'unlocked', engine: 'restarting' }, communities: [own] },
    failed: { session: { engine: 'failed' } },
    failing: {
      session: { state: 'unlocked' },
      communities: [own],
      failing: {
        'stats.indicators': { code: 'ENGINE_GONE', retryable: true },
        'stats.series': { code: 'INTERNAL' },
        'pricing.series': { code: 'CACHE_CORRUPT' },
        'map.cells': { code: 'INTERNAL' },
        'health.findings': { code: 'API_TIMEOUT' },
        'health.events': { code: 'INTERNAL' },
        'members.list': { code: 'INTERNAL' },
      },
    },
  };
  return scenarios[name] ?? {};
}

/** The options that an address asks for, e.g. `?fake=locked&scheme=dark&language=de`. */
export function fakeOptionsOf(search: string): FakeOptions {
  const params = new URLSearchParams(search);
  const now = Number(params.get('now') ?? Date.now());
  const chosen = scenario(params.get('fake') ?? 'demo', now);
  const scheme = params.get('scheme');
  const language = params.get('language');
  return {
    now,
    ...chosen,
    preferences: {
      ...(scheme === 'light' || scheme === 'dark' ? { colourScheme: scheme } : {}),
      ...(language === 'de' ? { language } : {}),
    },
  };
}
