import { describe, expect, it } from 'vitest';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { afterOpen } from '#engine/after-open.ts';
import { openCache } from '#engine/cache/open.ts';
import { handlers } from '#engine/handlers.ts';
import { insightsInProcess } from '#engine/insights/insights-work.ts';
import { backupsInProcess } from '#engine/backups/backups-work.ts';
import { examinationInProcess } from '#engine/diagnostics/examination-work.ts';
import { ledgerInProcess } from '#engine/ledger/ledger-work.ts';
import { marketInProcess } from '#engine/market/market-work.ts';
import type { FromEngine } from '#engine/port.ts';
import { createRouter } from '#engine/router.ts';
import { EngineSession } from '#engine/session.ts';
import { connectHub } from '#engine/sync/connect.ts';
import type { Cache } from '#engine/cache/open.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';
import { soon } from './connected-desk.ts';
import { PERSON, type FeedHub, feedHub } from './feed-hub.ts';

/** A cache file that was connected to the hub by an earlier run of the console. */
async function connectedFile(hub: FeedHub): Promise<string> {
  const file = temporaryFile();
  const cache = openCache({ file, key: KEY });
  await connectHub(cache, { address: hub.address, ...PERSON }, new AbortController().signal);
  cache.close();
  return file;
}

/** The engine as it runs, over a cache file, with the answers to its calls. */
function engineOver(file: string) {
  const sent: FromEngine[] = [];
  const lines: string[] = [];
  let cache: Cache | undefined;
  const log = (line: string): void => void lines.push(line);
  const session = new EngineSession({
    openCache: (opening) => (cache = openCache(opening)),
    openAudit: (parts) => new AuditLog(parts),
    startMarket: () => marketInProcess(cache!.read),
    startLedger: () => ledgerInProcess(cache!.read),
    startBackups: () => backupsInProcess(cache!.read),
    startExamination: () => examinationInProcess(cache!.read),
    startInsights: () => insightsInProcess(cache!.read),
    afterOpen,
    router: createRouter({ handlers, checkOutput: true, now: () => 0, log }),
    send: (message) => sent.push(message),
    checkOutput: true,
    log,
  });
  let lastId = 0;
  session.receive({
    type: 'open',
    file,
    key: Uint8Array.from(KEY),
    deviceKey: null,
    role: 'admin',
    appVersion: '1.0.0',
    demo: false,
    correlationId: 'open',
  });
  return {
    session,
    lines,
    call: async (method: string, input: unknown = {}): Promise<unknown> => {
      const id = ++lastId;
      session.receive({ type: 'call', id, method, input, correlationId: `c${id}` });
      let answer: unknown;
      await soon(() => {
        const found = sent.find((message) => message.type === 'answer' && message.id === id);
        expect(found).toBeDefined();
        answer = found?.type === 'answer' ? found.answer : undefined;
      });
      return answer;
    },
  };
}

describe('an engine whose cache is connected to a hub', () => {
  it('goes on with the exchange as soon as the cache is open, in the role that the hub says', async () => {
    const hub = await feedHub();
    hub.role = 'viewer';
    const engine = engineOver(await connectedFile(hub));
    await soon(() => expect(hub.paths).toContain('/api/sync'));
    await soon(() => expect(hub.openStreams).toBe(1));
    let answer: unknown;
    while ((answer as { value?: SyncStatus } | undefined)?.value?.state !== 'up-to-date') {
      answer = await engine.call('sync.status');
    }
    expect(await engine.call('demo.create')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    hub.role = 'admin';
    await engine.call('sync.now');
    await soon(() => expect(hub.paths.filter((path) => path === '/api/auth/me').length).toBeGreaterThan(1));
    let resync: unknown;
    while ((resync as { ok?: boolean } | undefined)?.ok !== true) {
      resync = await engine.call('sync.resync', { communityId: [...hub.feeds.keys()][0], acceptFewer: true });
    }
    await engine.session.close();
    expect(engine.lines).toEqual([]);
  });

  it('ends it before the cache is closed, in the middle of a request too', async () => {
    const hub = await feedHub(8);
    hub.pageSize = 3;
    let pages = 0;
    hub.fault = (path) => (path === '/api/sync' && ++pages === 2 ? new Promise(() => undefined) : null);
    const engine = engineOver(await connectedFile(hub));
    await soon(() => expect(pages).toBe(2));
    await engine.session.close();
    expect(engine.lines).toEqual([]);
    expect(hub.openStreams).toBe(0);
  });

  it('ends a sign-in that is under way when it closes', async () => {
    const hub = await feedHub();
    let isHeld = false;
    hub.fault = (path) => (path === '/api/auth/sign-in' ? ((isHeld = true), new Promise(() => undefined)) : null);
    const engine = engineOver(temporaryFile());
    const { email, password } = PERSON;
    const connecting = engine.call('sync.connect', { address: hub.address, email, password });
    await soon(() => expect(isHeld).toBe(true));
    await engine.session.close();
    expect(await connecting).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  });
});
