import { describe, expect, it } from 'vitest';
import { failureCodes, readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { HOUR, localTime } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { isUuid, uuidText } from '#shared/domain/uuid.ts';
import { mayApprove, needsApproval } from '#shared/settlement/approval.ts';
import { caseOf, type SettlementCase } from '#shared/settlement/case.ts';
import { MIN_REASON, type ResolutionKind, type SettlementEvent } from '#shared/settlement/events.ts';
import { type DayPage, simulate } from './simulated.ts';

const until = Date.parse('2026-11-26T12:00:00Z');
const { days } = simulate({ seed: 11, members: 120, days: 60, until, violations: true });
const MISSING = readingQualities.indexOf('missing');

interface SimulatedCase {
  readonly day: DayPage;
  readonly row: number;
  readonly events: readonly SettlementEvent[];
  readonly state: SettlementCase;
}

const cases: SimulatedCase[] = days.flatMap((day) => {
  const rows = new Map(Array.from({ length: day.trades.count }, (_, row) => [uuidText(day.trades.id, row), row]));
  const byTrade = Map.groupBy(day.settlements ?? [], ({ tradeId }) => tradeId);
  return Array.from(byTrade.values(), (events) => {
    const row = rows.get(events[0].tradeId)!;
    return { day, row, events, state: caseOf(settlementStatuses[day.trades.status[row]], events)! };
  });
});
const isResolved = ({ state }: SimulatedCase): boolean => state.state === 'resolved';
const kindOf = ({ state }: SimulatedCase): ResolutionKind => state.proposal!.resolution.kind;
const resolved = cases.filter(isResolved);
const waiting = cases.filter((one) => !isResolved(one));

function lacksReading({ day: { readings, trades }, row }: SimulatedCase): boolean {
  const first = readings.slot.indexOf(trades.slot[row]);
  return [trades.buyer[row], trades.seller[row]].some((member) => {
    const reading = readings.member.indexOf(member, first);
    return readings.slot[reading] === trades.slot[row] && readings.quality[reading] === MISSING;
  });
}

describe('the cases of a simulated community', () => {
  it('are those of all trades that failed, and of no others', () => {
    const failed = days.flatMap(({ trades }) =>
      Array.from(trades.status.entries()).flatMap(([row, status]) =>
        settlementStatuses[status] === 'failed' ? [uuidText(trades.id, row)] : [],
      ),
    );
    const ofCases = cases.filter((one) => !isResolved(one) || kindOf(one) === 'void');
    expect(new Set(failed)).toEqual(new Set(ofCases.map(({ events }) => events[0].tradeId)));
  });

  it('begin with the failure of their trade, and tell each step once, in its order, up to the end', () => {
    for (const { events, day, row } of cases) {
      expect(events[0]).toMatchObject({ kind: 'failed', by: null });
      expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1));
      const times = events.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times[0]).toBeGreaterThan(day.trades.executedAt[row]);
      expect(times.at(-1)).toBeLessThanOrEqual(until);
    }
    const ids = cases.flatMap(({ events }) => events.map(({ id }) => id));
    expect(ids.every(isUuid)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are resolved after a week or so for the most part, in every way there is', () => {
    const old = cases.filter(({ events }) => events[0].at < until - 14 * 24 * HOUR);
    expect(old.filter(isResolved).length / old.length).toBeGreaterThan(0.9);
    expect(new Set(resolved.map(kindOf))).toEqual(new Set(['retry', 'adjust', 'void', 'by-hand']));
    expect(waiting.length).toBeGreaterThan(20);
  });

  it('leave the trade as they say: settled in a later version, or as it failed', () => {
    for (const { day, row, events, state } of cases) {
      const { trades } = day;
      const isSettled = isResolved({ day, row, events, state }) && state.proposal!.resolution.kind !== 'void';
      expect(settlementStatuses[trades.status[row]]).toBe(isSettled ? 'settled' : 'failed');
      expect(trades.version[row]).toBe(events.at(-1)!.tradeVersion);
      const code = events.findLast(({ kind }) => kind === 'failed')!.failureCode!;
      expect(trades.failureCode[row]).toBe(isSettled ? -1 : failureCodes.indexOf(code));
      expect(trades.amount[row]).toBe(amountOf(trades.quantityWh[row], trades.price[row]));
    }
  });

  it('adjust a trade to less than was traded, and keep what it said before', () => {
    const adjusted = resolved.filter((one) => kindOf(one) === 'adjust');
    for (const { day, row, events, state } of adjusted) {
      const { before } = events.at(-1)!;
      expect(state.proposal!.resolution).toEqual({ kind: 'adjust', quantityWh: day.trades.quantityWh[row] });
      expect(before!.quantityWh).toBeGreaterThan(day.trades.quantityWh[row]);
      expect(before!.amount).toBe(amountOf(before!.quantityWh, day.trades.price[row]));
    }
  });

  it('settle no trade through the accounts whose reading never came', () => {
    const kinds = new Set(resolved.filter(lacksReading).map(kindOf));
    expect(kinds).toEqual(new Set(['void', 'by-hand']));
  });

  it('are worked on by few people in office hours, who give their reasons', () => {
    const steps = cases.flatMap(({ events }) => events).filter(({ by }) => by !== null);
    for (const { at, reason } of steps) {
      const { hour, weekday } = localTime(at, 'Europe/Berlin');
      expect(hour).toBeGreaterThanOrEqual(8);
      expect(hour).toBeLessThan(17);
      expect(weekday).toBeLessThan(5);
      expect(reason!.length).toBeGreaterThanOrEqual(MIN_REASON);
    }
    expect(new Set(steps.map(({ by, byId }) => `${by} ${byId}`)).size).toBe(3);
  });

  it('are approved by a second person where one has to agree', () => {
    for (const { events } of cases) {
      for (const [at, event] of events.entries()) {
        if (event.kind === 'proposed') {
          expect(event.needsApproval).toBe(needsApproval(event.resolution!, 0, Number.POSITIVE_INFINITY));
        }
        if (event.kind !== 'approved') continue;
        const proposal = events[at - 1];
        if (proposal.needsApproval) expect(mayApprove(proposal.byId, event.byId)).toBe(true);
        else expect(event.byId).toBeNull();
      }
    }
  });

  it('wait in every state that there is at a hub: not looked at, proposed, rejected, failed again', () => {
    const last = new Set(waiting.map(({ events }) => `${events.at(-1)!.kind} ${Math.min(events.length, 2)}`));
    expect(last).toEqual(new Set(['failed 1', 'proposed 2', 'rejected 2', 'failed 2']));
  });

  it('now and then have another cause than the settlement says', () => {
    const mistaken = cases.filter(
      (one) => ['UNKNOWN', 'NETWORK_FAILURE'].includes(one.events[0].failureCode!) && lacksReading(one),
    );
    expect(mistaken.length).toBeGreaterThan(0);
  });

  it('have trades that must not be: booked twice, taken late, above the cap, and by somebody who had left', () => {
    const codes = new Map(
      [...Map.groupBy(cases, ({ events }) => events[0].failureCode!)].map(([code, found]) => [code, found.length]),
    );
    for (const code of ['DUPLICATE', 'OFFER_EXPIRED', 'PRICE_OUT_OF_RANGE', 'MEMBER_INACTIVE'] as const) {
      expect(codes.get(code) ?? 0).toBeGreaterThan(0);
      expect(codes.get(code) ?? 0).toBeLessThan(20);
    }
  });
});
