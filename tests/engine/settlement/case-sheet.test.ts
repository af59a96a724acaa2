import { describe, expect, it } from 'vitest';
import { caseSheet } from '#engine/settlement/case-sheet.ts';
import { contract } from '#shared/contract/contract.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, readings, SLOT } from '../fixtures/pages.ts';
import { decidingDesk, NOW, proposed, REASON, ref, step } from './deciding-desk.ts';

function sheetDesk(count = 1) {
  const desk = decidingDesk(count);
  const { read } = desk.cache;
  const ask = ({ tradeId, executedAt } = ref(0)) => caseSheet(read, { communityId: COMMUNITY, tradeId, executedAt });
  return { ...desk, ask, sheet: () => contract['settlement.case'].output.parse(ask()) };
}

describe('the sheet of a case', () => {
  it('holds the trade, its steps, what the data says and what can be done', () => {
    const desk = sheetDesk();
    const sheet = desk.sheet();
    expect(sheet.summary).toMatchObject({ ...ref(0), state: 'open', cause: 'METER_READING_LATE', suggestion: 'retry' });
    expect(sheet.sheet).toMatchObject({
      trade: { buyer: 'House A0', seller: 'House A1', status: 'failed' },
      buyerReading: { importedWh: 1000 },
      history: [{ number: 1, kind: 'failed' }],
    });
    expect(sheet.diagnosis).toMatchObject({
      cause: 'METER_READING_LATE',
      basis: 'reported',
      suggestion: { resolution: { kind: 'retry' }, reason: 'cause-gone' },
    });
    expect(sheet.meteredWh).toBe(1000);
    expect(sheet.choices).toMatchObject([
      { kind: 'retry', resolution: { kind: 'retry' }, effect: { amount: 200_000, community: 220_000 }, problem: null },
      { kind: 'adjust', resolution: null, effect: null, problem: 'quantity-as-traded' },
      { kind: 'void', resolution: { kind: 'void' }, effect: { amount: 0, community: 0 }, problem: null },
      { kind: 'by-hand', resolution: null, effect: { amount: 200_000, buyer: { account: 0 } }, problem: null },
    ]);
  });

  it('shows the readings of the slot before', () => {
    const desk = sheetDesk();
    expect(desk.sheet().before).toEqual({ buyer: null, seller: null });
    const slot = ref(0).executedAt - 60_000 - SLOT;
    desk.apply({ readings: readings([{ slot, member: 1, produced: 900, exported: 800 }]) });
    expect(desk.sheet().before).toMatchObject({ buyer: null, seller: { exportedWh: 800 } });
  });

  it('offers nothing more while a decision of this desk is on its way, or a proposal waits, whose effect it tells', () => {
    const desk = sheetDesk(2);
    desk.propose([ref(0)]);
    expect(desk.sheet().choices.map(({ problem }) => problem)).toEqual(Array(4).fill('pending'));
    desk.steps(proposed(1));
    const { choices } = contract['settlement.case'].output.parse(desk.ask(ref(1)));
    expect(choices.map(({ problem }) => problem)).toEqual(Array(4).fill('not-open'));
    expect(choices.map(({ resolution }) => resolution)).toEqual(Array(4).fill(null));
    expect(choices[0].effect).toMatchObject({ amount: 200_000, buyer: { account: -200_000 } });
  });

  it('of a resolved case tells what was found then, of the trade as it was', () => {
    const desk = sheetDesk();
    desk.meter(0, 600);
    const resolution = { kind: 'adjust', quantityWh: 600 } as const;
    const done = { kind: 'resolved', at: NOW, tradeVersion: 3, resolution } as const;
    desk.steps(
      proposed(0, { resolution }),
      step(0, { number: 3, ...done, before: { quantityWh: 1000, amount: 200_000 } }),
    );
    desk.trade(0, { quantity: 600, amount: 120_000, status: 1, failureCode: -1 });
    const { summary, diagnosis, meteredWh, choices } = desk.sheet();
    expect(summary).toMatchObject({
      quantityWh: 600,
      state: 'resolved',
      failureCode: 'METER_READING_LATE',
      proposal: { resolution, by: 'Ada', reason: REASON },
    });
    expect(diagnosis).toMatchObject({ cause: 'METER_READING_LATE', suggestion: null });
    expect(diagnosis.evidence).toContainEqual({
      check: 'metered-export',
      holds: true,
      values: { meterWh: 600, settledWh: 0, otherWh: 0, tradedWh: 1000, leftWh: 600 },
    });
    expect(meteredWh).toBe(600);
    expect(choices.every(({ problem }) => problem === 'not-open')).toBe(true);
  });

  it('is none for a trade that settled, one that the copy does not have, and one of a member who is held back', () => {
    const desk = sheetDesk(2);
    desk.trade(1, { status: 1, failureCode: -1 });
    // Nothing says that it ever failed.
    desk.cache.write.run('DELETE FROM settlement_event WHERE executed_at = ?', [ref(1).executedAt]);
    for (const asked of [ref(1), ref(5), { ...ref(0), tradeId: 'none' }]) {
      expect(failureOf(() => desk.ask(asked)).code).toBe('INPUT_INVALID');
    }
    desk.member(0, { anonymizedId: '' });
    expect(failureOf(() => desk.ask()).code).toBe('INPUT_INVALID');
  });
});
