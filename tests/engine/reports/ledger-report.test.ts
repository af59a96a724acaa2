import { describe, expect, it } from 'vitest';
import type { EngineContext } from '#engine/context.ts';
import { ledger } from '#engine/reports/kinds/ledger.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import type { LedgerFacts } from '#shared/reports/kinds/ledger.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { COMMUNITY, page, SLOT, trades, uuid } from '../fixtures/pages.ts';
import { readReport, sectionTexts, textsOf } from './read-report.ts';

const HOUR = 3_600_000;
/** Midnight in Berlin on the day on which the clocks go back: it has 25 hours. */
const LONG_DAY = Date.UTC(2026, 9, 24, 22);

/** Three trades: the last minute of the day before, the last one of the long day, and a failed one on it. */
function context(): EngineContext {
  const cache = cacheOf(3);
  const times = [LONG_DAY - 60_000, LONG_DAY + HOUR, LONG_DAY + 25 * HOUR - 60_000];
  applyPage(
    cache.write,
    page(3, {
      trades: trades(
        times.map((at, number) => ({
          id: uuid('d', number),
          slot: at - (at % SLOT),
          at,
          buyer: 0,
          seller: 1,
          quantity: 1000,
          ...(number === 1 && {
            status: settlementStatuses.indexOf('failed'),
            failureCode: failureCodes.indexOf('INSUFFICIENT_BALANCE'),
          }),
        })),
      ),
    }),
  );
  return engineContext(cache);
}

const order = {
  kind: 'ledger',
  communityId: COMMUNITY,
  range: { from: LONG_DAY - 24 * HOUR, to: LONG_DAY + 48 * HOUR },
} as const;
const turn = { report: () => undefined, signal: new AbortController().signal };
const factsOf = (engine: EngineContext): Promise<LedgerFacts> => ledger.facts(engine, order, turn);

describe('the ledger report', () => {
  it('puts each trade on the local day of its execution, the long day too', async () => {
    const { days } = await factsOf(context());
    expect(days.map(({ id, trades: all }) => [id, all.length])).toEqual([
      ['day-2026-10-24', 1],
      ['day-2026-10-25', 2],
    ]);
    expect(days.map(({ first }) => first)).toEqual([1, 2]);
  });

  it('counts failed trades apart: no total of a day has them', async () => {
    const report = await readReport(context(), order);
    const day = sectionTexts(report.document('en'), 'day-2026-10-25');
    expect(day).toContain('failed: balance too low');
    expect(day.slice(-9)).toEqual(['Total', '', '', '', '', '1.000', '', '0.2000', '']);
    expect((report.facts as LedgerFacts).totals.failed).toEqual({ count: 1, wh: 1000, amount: 200_000 });
  });

  it('holds back trades of a member without a pseudonym, and says how many', async () => {
    const engine = context();
    engine.cache.write.run("UPDATE member SET anonymized_id = NULL WHERE anonymized_id = 'House A1'");
    const report = await readReport(engine, order);
    expect((report.facts as LedgerFacts).heldBack).toBe(3);
    expect(textsOf(report.document('de')).join('\n')).toContain('3 Geschäfte werden zurückgehalten');
  });

  it('tells how far it is', async () => {
    const told: (number | null)[][] = [];
    await ledger.facts(context(), order, { ...turn, report: (done, total) => told.push([done, total]) });
    expect(told.at(-1)).toEqual([3, 3]);
  });

  it('says that there is nothing to print', async () => {
    const range = { from: LONG_DAY + 100 * HOUR, to: LONG_DAY + 101 * HOUR };
    await expect(ledger.facts(context(), { ...order, range }, turn)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
