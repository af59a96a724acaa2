import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditEntries } from '#engine/audit/entries.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { backupsOf, writeBackup } from '#engine/cache/backup.ts';
import { checkCache } from '#engine/cache/check.ts';
import { rawConnection } from '#engine/cache/connection.ts';
import { createDemo } from '#engine/demo/create-demo.ts';
import { lastDemoRun } from '#engine/demo/demo-run.ts';
import { outboxItems } from '#engine/outbox/list.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { planRetention } from '#engine/privacy/retention-plan.ts';
import { setClocks } from '#engine/privacy/clocks.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import { dueMonths } from '#main/reports/due-months.ts';
import { HOUR, localDay } from '#shared/domain/slots.ts';
import { call } from './fixtures/engine-calls.ts';
import { engineContext } from './fixtures/engine-context.ts';
import { engineWithCommunity, UNTIL } from './fixtures/community.ts';
import { MEMBERS, numberedPage } from './fixtures/numbered-pages.ts';
import { COMMUNITY, foundingPage, memberId, SLOT, uuid } from './fixtures/pages.ts';
import { temporaryCache } from './fixtures/temporary-cache.ts';

const DAY = 24 * HOUR;

describe('when the clock of the desk is set back by a day', () => {
  const noon = Date.UTC(2026, 9, 26, 12);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: noon });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const setBack = (): void => void vi.setSystemTime(noon - DAY);

  /** A community whose market is open for days, over a cache of its own. */
  function desk() {
    const cache = temporaryCache();
    applyPage(cache.write, foundingPage(MEMBERS));
    applyPage(cache.write, numberedPage(0));
    const context = engineContext(cache);
    const place = async (number: number): Promise<void> => {
      const windowStart = noon + number * SLOT;
      const offer = {
        type: 'sell',
        quantityWh: 100,
        price: 200_000,
        windowStart,
        windowEnd: windowStart + SLOT,
      } as const;
      await call(context, 'market.placeOffer', {
        communityId: COMMUNITY,
        key: uuid('f', number),
        offer: { ...offer, memberId: memberId(number) },
      });
    };
    return { cache, context, place };
  }

  it('the audit log goes on in the order in which things happened, and verifies', async () => {
    const { cache, context, place } = desk();
    await place(1);
    setBack();
    await place(2);
    const filter = { communityId: null, range: null, kinds: [], text: '' };
    const { entries } = auditEntries(cache.read, { filter, from: 0, limit: 10 });
    expect(entries.map(({ number, at }) => [number, at])).toEqual([
      [2, noon - DAY],
      [1, noon],
    ]);
    expect((await verifyLog(cache.read, context.audit, () => false)).finding).toBeNull();
  });

  it('decisions stand in the outbox in the order in which they were made', async () => {
    const { cache, place } = desk();
    await place(1);
    setBack();
    await place(2);
    const items = outboxItems(cache.read, requireCommunity(cache.read, COMMUNITY));
    expect(items.map(({ anonymizedId }) => anonymizedId)).toEqual(['House A2', 'House A1']);
  });

  it('a backup that is made then is kept, although its name is older than that of three others', () => {
    const { cache } = desk();
    const make = (): string =>
      writeBackup(rawConnection(cache.write), cache.file, { reason: 'by-hand', appVersion: null });
    for (let minute = 0; minute < 3; minute++) {
      vi.setSystemTime(noon + minute * 60_000);
      make();
    }
    setBack();
    const made = make();
    expect(backupsOf(cache.file)).toContain(made);
  });

  it('an import that a crash ended before is told from one that runs', async () => {
    const { cache, context } = desk();
    cache.write.exec(
      `INSERT INTO import_run VALUES ('crashed', NULL, 'a.csv', '', 'readings', 'running', 5, 10, ${noon}, NULL, '{}')`,
    );
    setBack();
    context.files.register('gone', { path: `${cache.file}.csv`, name: 'gone.csv' });
    const { taskId } = await call(context, 'imports.start', {
      fileId: 'gone',
      onBadRows: 'refuse',
      communityId: COMMUNITY,
    });
    await context.tasks.finished(taskId);
    expect(cache.read.pluck("SELECT state FROM import_run WHERE id = 'crashed'")).toEqual(['interrupted']);
  });

  it('the demo that was made last is the last one', async () => {
    const { cache, context } = desk();
    const make = (seed: number): Promise<void> =>
      createDemo(context, { members: 5, days: 1, seed, until: Date.UTC(2026, 9, 20), violations: false }).finished;
    await make(1);
    setBack();
    await make(2);
    expect(lastDemoRun(cache.read)).toMatchObject({ isOver: true, simulation: { seed: 2 } });
  });

  it('a task goes on telling how far it is', async () => {
    const told: number[] = [];
    const tasks = new Tasks(({ done }) => told.push(done));
    const { finished } = tasks.start({ kind: 'import', subject: '', unit: 'rows' }, async (progress) => {
      progress.report(1, 10);
      setBack();
      const started = performance.now();
      while (performance.now() - started < 400) await new Promise((resolve) => setImmediate(resolve));
      progress.report(2, 10);
    });
    await finished;
    expect(told).toContain(2);
  });
});

describe('when the time zone of the system changes between two sessions', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('days, sums, retention and due reports stay those of the community', async () => {
    const { context, communityId } = engineWithCommunity({ members: 8, days: 3 });
    const { read, write } = context.cache;
    setClocks(write, communityId, { meter: 1, offer: 1 });
    const seen = async (timeZone: string) => {
      process.env['TZ'] = timeZone;
      const range = { from: UNTIL - 3 * DAY, to: UNTIL };
      const community = requireCommunity(read, communityId);
      return {
        offset: new Date(UNTIL).getTimezoneOffset(),
        answers: {
          indicators: await call(context, 'stats.indicators', { communityId, range }),
          days: await call(context, 'stats.series', { communityId, range, granularity: 'day' }),
          retention: await planRetention(read, community, UNTIL + 40 * DAY),
          months: dueMonths('2026-08', UNTIL, community.time_zone),
          today: localDay(UNTIL, community.time_zone),
          health: checkCache(context.cache),
        },
      };
    };
    const [berlin, auckland, losAngeles] = [
      await seen('Europe/Berlin'),
      await seen('Pacific/Auckland'),
      await seen('America/Los_Angeles'),
    ];
    expect(new Set([berlin.offset, auckland.offset, losAngeles.offset]).size).toBe(3);
    expect(auckland.answers).toEqual(berlin.answers);
    expect(losAngeles.answers).toEqual(berlin.answers);
    expect(berlin.answers.health).toEqual({ integrity: 'ok', rollupDifferences: 0 });
  });
});
