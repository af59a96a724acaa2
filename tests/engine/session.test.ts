import { describe, expect, it } from 'vitest';
import type { AuditLog } from '#engine/audit/audit-log.ts';
import { newDeviceKey } from '#engine/audit/device-key.ts';
import type { BackupsWork } from '#engine/backups/backups-work.ts';
import type { Cache } from '#engine/cache/open.ts';
import type { EngineContext } from '#engine/context.ts';
import type { ExaminationWork } from '#engine/diagnostics/examination-work.ts';
import type { InsightsWork } from '#engine/insights/insights-work.ts';
import type { LedgerWork } from '#engine/ledger/ledger-work.ts';
import type { MarketWork } from '#engine/market/market-work.ts';
import type { FromEngine } from '#engine/port.ts';
import { EngineSession } from '#engine/session.ts';
import type { SessionParts } from '#engine/session.ts';
import { Failure } from '#shared/contract/errors.ts';

const opening = {
  type: 'open',
  file: '/c.db',
  deviceKey: null,
  role: 'admin',
  appVersion: '1.0.0',
  demo: true,
  correlationId: 'open',
} as const;
const call = { type: 'call', method: 'tasks.list', input: {}, correlationId: 'c1' } as const;

function sessionWith(parts: Partial<SessionParts> = {}) {
  const sent: FromEngine[] = [];
  const order: string[] = [];
  const lines: string[] = [];
  const session = new EngineSession({
    openCache: ({ file }) => {
      order.push(`open ${file}`);
      return { close: () => order.push('close') } as unknown as Cache;
    },
    openAudit: () => ({ close: () => order.push('close audit') }) as unknown as AuditLog,
    startMarket: () => ({ close: async () => void order.push('close market') }) as unknown as MarketWork,
    startLedger: () => ({ close: async () => void order.push('close ledger') }) as unknown as LedgerWork,
    startBackups: () => ({ close: async () => void order.push('close backups') }) as unknown as BackupsWork,
    startExamination: () => ({ close: async () => void order.push('close examination') }) as unknown as ExaminationWork,
    startInsights: () => ({ close: async () => void order.push('close insights') }) as unknown as InsightsWork,
    afterOpen: (_context, { demo }) => order.push(`after open, demo ${demo}`),
    router: async () => ({ ok: true, value: 1 }),
    send: (message) => sent.push(message),
    checkOutput: true,
    log: (line) => lines.push(line),
    ...parts,
  });
  return { session, sent, order, lines };
}

describe('an engine session', () => {
  it('opens the cache, wipes the keys it was handed and says so', () => {
    const { session, sent, order } = sessionWith();
    const [key, formerKey] = [new Uint8Array(32).fill(9), new Uint8Array(32).fill(8)];
    session.receive({ ...opening, key, formerKeys: [formerKey] });
    expect(order).toEqual(['open /c.db', 'after open, demo true']);
    expect(sent).toEqual([{ type: 'opened', answer: { ok: true, value: null } }]);
    expect([...key, ...formerKey].every((byte) => byte === 0)).toBe(true);
  });

  it('says why a cache cannot be opened, and a fault only to the log', () => {
    const refused = sessionWith({
      openCache: () => {
        throw new Failure('CACHE_FROM_FUTURE', 'Too new.');
      },
    });
    refused.session.receive({ ...opening, key: new Uint8Array(32) });
    expect(refused.sent).toMatchObject([
      { type: 'opened', answer: { ok: false, error: { code: 'CACHE_FROM_FUTURE' } } },
    ]);
    const faulty = sessionWith({
      openCache: () => {
        throw new Error('at /home/anna');
      },
    });
    faulty.session.receive({ ...opening, key: new Uint8Array(32) });
    expect(faulty.sent).toMatchObject([{ type: 'opened', answer: { ok: false, error: { code: 'INTERNAL' } } }]);
    expect(JSON.stringify(faulty.sent)).not.toContain('anna');
    expect(faulty.lines.join()).toContain('anna');
  });

  it('answers calls in the order they finish, each under its id', async () => {
    const waiting: (() => void)[] = [];
    const { session, sent } = sessionWith({
      router: async ({ correlationId }) => {
        if (correlationId === 'slow') await new Promise<void>((resolve) => waiting.push(resolve));
        return { ok: true, value: correlationId };
      },
    });
    session.receive({ ...opening, key: new Uint8Array(32) });
    session.receive({ ...call, id: 1, correlationId: 'slow' });
    session.receive({ ...call, id: 2, correlationId: 'fast' });
    await new Promise(setImmediate);
    waiting[0]?.();
    await new Promise(setImmediate);
    expect(sent.slice(1)).toEqual([
      { type: 'answer', id: 2, answer: { ok: true, value: 'fast' } },
      { type: 'answer', id: 1, answer: { ok: true, value: 'slow' } },
    ]);
  });

  it('writes what main has for the audit log and answers its number, or why not', async () => {
    const appended: unknown[] = [];
    const audit = { append: (entry: unknown) => appended.push(entry), close: () => undefined } as unknown as AuditLog;
    const { session, sent } = sessionWith({ openAudit: () => audit });
    const note = {
      type: 'note',
      id: 1,
      entry: { kind: 'lock', outcome: 'done', communityId: null, details: { reason: 'idle' } },
      correlationId: 'n1',
    } as const;
    session.receive(note);
    session.receive({ ...opening, key: new Uint8Array(32) });
    session.receive({ ...note, id: 2 });
    expect(appended).toEqual([note.entry]);
    expect(sent).toMatchObject([
      { id: 1, answer: { ok: false, error: { code: 'ENGINE_GONE' } } },
      { type: 'opened' },
      { id: 2, answer: { ok: true, value: 1 } },
    ]);
  });

  it('wipes the device key that it was handed', () => {
    const { session } = sessionWith();
    const deviceKey = newDeviceKey();
    session.receive({ ...opening, key: new Uint8Array(32), deviceKey });
    expect(deviceKey.every((byte) => byte === 0)).toBe(true);
  });

  it('refuses calls before a cache is open', async () => {
    const { session, sent } = sessionWith();
    session.receive({ ...call, id: 1 });
    await new Promise(setImmediate);
    expect(sent).toMatchObject([{ id: 1, answer: { ok: false, error: { code: 'ENGINE_GONE', retryable: true } } }]);
  });

  it('closes only after the running calls have answered and the tasks have stopped, and refuses new ones meanwhile', async () => {
    let finish = (): void => undefined;
    let context: EngineContext | undefined;
    const { session, sent, order } = sessionWith({
      afterOpen: (opened) => {
        context = opened;
        opened.tasks.start({ kind: 'demo', subject: 'demo', unit: 'days' }, async ({ signal }) => {
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          order.push('task stopped');
          throw new Failure('CANCELLED', 'Stopped.');
        });
      },
      router: async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        order.push('call finished');
        return { ok: true, value: null };
      },
    });
    session.receive({ ...opening, key: new Uint8Array(32) });
    session.receive({ ...call, id: 1 });
    const closed = session.close();
    session.receive({ ...call, id: 2 });
    await new Promise(setImmediate);
    expect(order).toEqual(['open /c.db', 'task stopped']);
    finish();
    await closed;
    expect(order).toEqual([
      'open /c.db',
      'task stopped',
      'call finished',
      'close market',
      'close ledger',
      'close insights',
      'close backups',
      'close examination',
      'close audit',
      'close',
    ]);
    expect(context?.tasks.list()[0]?.state).toBe('cancelled');
    expect(sent).toContainEqual(expect.objectContaining({ id: 2, answer: expect.objectContaining({ ok: false }) }));
  });

  it('tells which areas changed, but never what the contract does not allow', () => {
    let context: EngineContext | undefined;
    const { session, sent } = sessionWith({ afterOpen: (opened) => (context = opened) });
    session.receive({ ...opening, key: new Uint8Array(32) });
    context?.changed('stats', 'members');
    expect(sent.at(-1)).toEqual({ type: 'event', event: 'cache.changed', payload: { areas: ['stats', 'members'] } });
    expect(() => context?.changed('secrets' as 'stats')).toThrow();
  });
});
