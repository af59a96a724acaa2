import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { healthHandlers } from '#engine/health/handlers.ts';
import { importsHandlers } from '#engine/imports/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { engineWithCommunity, testEngine, UNTIL } from '../fixtures/community.ts';

const range = { from: UNTIL - 6 * 86_400_000, to: UNTIL };

describe('what needs attention', () => {
  it('names failed settlements first, with their number, money and most common cause', async () => {
    const { context, communityId } = engineWithCommunity();
    const findings = await healthHandlers['health.findings']({ communityId, range }, context);
    contract['health.findings'].output.parse(findings);
    const failed = context.cache.read.get<{ trades: number; amount: number }>(
      'SELECT COUNT(*) AS trades, SUM(amount) AS amount FROM trade_view WHERE status = 2 AND executed_at >= ? AND executed_at < ?',
      [range.from, range.to],
    )!;
    expect(failed.trades).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({
      kind: 'failed-settlements',
      level: 'critical',
      values: { count: failed.trades, amount: failed.amount },
    });
  });

  it('says that all is well when nothing is amiss, and only then', async () => {
    const { context, communityId } = engineWithCommunity({ members: 8, days: 2 });
    context.cache.write.run('UPDATE trade SET status = 1, failure_code = NULL WHERE status = 2');
    const quiet = { from: UNTIL - 6 * 3_600_000, to: UNTIL };
    const kinds = async () =>
      (await healthHandlers['health.findings']({ communityId, range: quiet }, context)).map((finding) => finding.kind);
    expect(await kinds()).toContain('all-well');
    context.cache.write.run('UPDATE member SET anonymized_id = NULL WHERE id = (SELECT MIN(id) FROM member)');
    expect(await kinds()).not.toContain('all-well');
    expect(await kinds()).toContain('held-back-members');
  });

  it('counts a member as worse off when its savings over the period are negative', async () => {
    const { context, communityId } = engineWithCommunity({ members: 12, days: 3 });
    context.cache.write.run(
      `UPDATE rollup_member_day SET bought_amount = bought_retail_amount + 1000
       WHERE member_id = (SELECT member_id FROM rollup_member_day WHERE bought_wh > 0 AND sold_wh = 0 LIMIT 1)`,
    );
    const findings = await healthHandlers['health.findings']({ communityId, range }, context);
    expect(findings.find((finding) => finding.kind === 'worse-off-members')?.values['count']).toBe(1);
  });
});

describe('an imported file', () => {
  it('whose rows do not balance is spoken of, with their number', async () => {
    const { context } = testEngine();
    const folder = mkdtempSync(join(tmpdir(), 'commonwatt-test-'));
    const path = join(folder, 'readings.csv');
    writeFileSync(
      path,
      `timestamp,member,produced_kwh,consumed_kwh,imported_kwh,exported_kwh
2026-05-01T10:00:00Z,one,1.0,0.5,0.0,0.5
2026-05-01T10:15:00Z,one,1.0,0.5,0.0,0.1
`,
    );
    context.files.register('file', { path, name: 'readings.csv' });
    const { taskId } = await importsHandlers['imports.start'](
      { fileId: 'file', onBadRows: 'refuse', communityId: null, communityName: 'One', timeZone: 'Europe/Berlin' },
      context,
    );
    const task = await context.tasks.finished(taskId);
    rmSync(folder, { recursive: true });
    const start = Date.UTC(2026, 4, 1);
    const findings = await healthHandlers['health.findings'](
      { communityId: task!.communityId!, range: { from: start, to: start + 86_400_000 } },
      context,
    );
    expect(findings).toContainEqual({ kind: 'unbalanced-readings', level: 'notice', values: { rows: 1, total: 2 } });
  });
});

describe('latest events', () => {
  it('are newest first, within the period and by pseudonym', async () => {
    const { context, communityId } = engineWithCommunity();
    const events = await healthHandlers['health.events']({ communityId, range, limit: 15 }, context);
    contract['health.events'].output.parse(events);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(15);
    events.forEach((event, index) => {
      expect(event.at).toBeGreaterThanOrEqual(range.from);
      expect(event.at).toBeLessThan(range.to);
      if (index > 0) expect(event.at).toBeLessThanOrEqual(events[index - 1].at);
    });
  });
});
