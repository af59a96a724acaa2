import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { fireRules, NEW_RULE, runSlot, type SimulatedMarket, type SimulatedRule } from '#shared/rules/slot-run.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireTrial, type Trial } from './simulated-rules.ts';
import { type MemberSlot, memberSlots, slotPeriod } from './simulated-slots.ts';

type Slot = Output<'rules.simulatedDay'>[number];
type Trace = Slot['drafted'];

/**
 * A trial on one local day, slot by slot; those without a reading of the member are left out.
 * @throws what simulateRule does
 */
export function simulatedDay(
  db: ReadDb,
  { trial: input, day }: ParsedInput<'rules.simulatedDay'>,
): Output<'rules.simulatedDay'> {
  const trial = requireTrial(db, input);
  const { community, member } = trial;
  const period = slotPeriod(community, localDayRange(day, community.time_zone));
  const slots: Slot[] = [];
  for (const slot of memberSlots(db, community, member, period)) if (slot !== null) slots.push(tried(slot, trial));
  return slots;
}

function tried(slot: MemberSlot, { market, replaced, current, drafted }: Trial): Slot {
  return {
    slot: slot.slot,
    surplusWh: slot.surplusWh,
    needWh: slot.needWh,
    batterySoc: slot.readSoc,
    retail: slot.tariff?.retail ?? null,
    feedIn: slot.tariff?.feedIn ?? null,
    current: replaced === NEW_RULE ? null : traceOf(replaced, current, slot, market),
    drafted: traceOf(replaced, drafted, slot, market),
  };
}

/** What one of the rules does in a slot. */
function traceOf(number: number, rules: readonly SimulatedRule[], slot: MemberSlot, market: SimulatedMarket): Trace {
  const firings = fireRules(rules, slot);
  const run = runSlot(firings, slot, market);
  const firing = firings.find((one) => one.number === number)!;
  const outcome = run.orders[firings.filter(({ wh }) => wh > 0).indexOf(firing)];
  return {
    unmet: [...firing.unmet],
    openWh: firing.openWh,
    offeredWh: firing.wh,
    limit: firing.price,
    tradedWh: outcome?.tradedWh ?? 0,
    amount: outcome?.amount ?? 0,
    savings: outcome?.savings ?? 0,
    reason: outcome?.reason ?? null,
    // Where nothing trades the price of a clearing is for information only.
    clearingPrice: run.quantityWh > 0 ? run.price : null,
  };
}
