import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnosticsHandlers } from '#engine/diagnostics/handlers.ts';
import { withIdentityForWriting } from '#engine/cache/connection.ts';
import { keyCheckFile } from '#engine/cache/key.ts';
import { createRouter } from '#engine/router.ts';
import { handlers } from '#engine/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { engineWithCommunity } from '../fixtures/community.ts';

describe('the diagnostics of an open cache', () => {
  const { context, notified } = engineWithCommunity({ members: 8, days: 2 });
  const { file } = context.cache;
  const check = (name: string) => {
    const answer = diagnosticsHandlers['diagnostics.checks']({}, context);
    return contract['diagnostics.checks'].output.parse(answer).checks.find((one) => one.name === name)!;
  };
  const examine = async () => {
    const { taskId } = await diagnosticsHandlers['diagnostics.examine']({}, context);
    return (await context.tasks.finished(taskId))!;
  };

  it('find a new cache in order, but never examined and without a backup', () => {
    const { checks } = contract['diagnostics.checks'].output.parse(
      diagnosticsHandlers['diagnostics.checks']({}, context),
    );
    const open = checks.filter(({ name, state }) => state !== 'ok' && name !== 'disk');
    expect(open.map(({ name, finding }) => `${name} ${finding}`)).toEqual([
      'examination never',
      'audit never',
      'backups none',
    ]);
    expect(check('file').values).toMatchObject({ isEncrypted: true, hasKeyCheck: true });
    expect(check('versions').values).toMatchObject({ cipher: 'aegis', node: process.versions.node });
  });

  it('examine the whole cache with pages counted, and remember the result beside it', async () => {
    expect(await examine()).toMatchObject({ state: 'done', kind: 'examination', outcome: { findings: 0 } });
    const { done, total } = notified.at(-1)!;
    expect(done).toBe(total);
    expect(check('examination')).toMatchObject({ state: 'ok', finding: 'fine' });
    expect(check('audit')).toMatchObject({ state: 'ok', finding: 'fine' });
    expect(JSON.parse(readFileSync(`${file}.examined`, 'utf8'))).toMatchObject({ isSound: true, chain: null });
  });

  it('tell of figures that the records do not add up to', async () => {
    context.cache.write.run('UPDATE rollup_day SET traded_wh = traded_wh + 1');
    expect(await examine()).toMatchObject({ state: 'done', outcome: { findings: 1 } });
    expect(check('examination')).toMatchObject({ state: 'failed', finding: 'rollups', values: { isSound: true } });
    context.cache.write.run('UPDATE rollup_day SET traded_wh = traded_wh - 1');
  });

  it('tell of an audit log that was changed', async () => {
    context.audit.append({ kind: 'settings', outcome: 'done', communityId: null, details: { step: 'organiser' } });
    context.cache.write.exec('PRAGMA writable_schema = OFF; DROP TRIGGER IF EXISTS audit_entry_update');
    const triggers = context.cache.read.pluck<string>(
      "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_entry'",
    );
    for (const name of triggers) context.cache.write.exec(`DROP TRIGGER ${name}`);
    context.cache.write.run("UPDATE audit_entry SET details = '{}'");
    expect(await examine()).toMatchObject({ outcome: { findings: 1 } });
    expect(check('audit')).toMatchObject({ state: 'failed', finding: 'broken' });
  });

  it('tell of a file that others may read, and of a key check that is gone', () => {
    chmodSync(file, 0o644);
    expect(check('file').finding).toBe('readable');
    chmodSync(file, 0o600);
    rmSync(keyCheckFile(file));
    expect(check('file').finding).toBe('no-key-check');
  });

  it('count the calls that held others up', async () => {
    let clock = 0;
    const router = createRouter({
      handlers: { ...handlers, 'tasks.list': () => ((clock += 120), []) },
      checkOutput: true,
      now: () => clock,
      log: () => undefined,
    });
    await router({ method: 'tasks.list', input: {}, correlationId: 'c' }, context);
    expect(check('calls').values).toEqual({ count: 1, slowestMs: 120, slowest: 'tasks.list' });
  });

  it('never name a member, a community or a place', () => {
    withIdentityForWriting(context.cache.write).run("UPDATE identity SET user_id = 'Anna Planted'");
    context.cache.write.run("UPDATE community SET name = 'Planted Community'");
    const text = JSON.stringify(diagnosticsHandlers['diagnostics.checks']({}, context));
    expect(text).not.toMatch(/Planted|House|\/tmp|cache\.db/);
  });
});
