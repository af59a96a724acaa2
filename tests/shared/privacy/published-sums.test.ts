import { describe, expect, it } from 'vitest';
import type { Measure } from '#shared/contract/insight-records.ts';
import type { MemberRole } from '#shared/domain/records.ts';
import {
  addToDay,
  amountFor,
  type DayTally,
  emptyDay,
  type Publication,
  publishDay,
  PublishedSum,
} from '#shared/privacy/published-sums.ts';

type Values = Partial<Record<Measure, Record<MemberRole, readonly number[]>>>;

/** A day with so many prosumers and consumers; who has no value of a measure has 0. */
function dayOf(prosumers: number, consumers: number, values: Values): DayTally {
  const day = emptyDay();
  day.members.prosumer = prosumers;
  day.members.consumer = consumers;
  for (const [measure, roles] of Object.entries(values) as [Measure, Record<MemberRole, readonly number[]>][]) {
    for (const role of ['prosumer', 'consumer'] as const) {
      for (const value of roles[role]) addToDay(day, role, measure, value);
    }
  }
  return day;
}

function published(measure: Measure, prosumers: readonly number[], consumers: readonly number[]): Publication {
  const values = { [measure]: { prosumer: prosumers, consumer: consumers } };
  return publishDay(dayOf(prosumers.length, consumers.length, values))[measure];
}

describe('a day of a measure', () => {
  it('is shown by role when both roles are safe', () => {
    const day = published('savings', [10, 10, 10, 10, 10], [1, 2, 3, 4, 5]);
    expect(day).toEqual({ kind: 'parts', prosumer: 50, consumer: 15 });
    expect(['all', 'prosumer', 'consumer'].map((group) => amountFor(day, group as 'all'))).toEqual([65, 50, 15]);
  });

  it('is shown only as a whole when a role has too few members: the other one would tell it', () => {
    const day = published('savings', [10, 10, 10, 10], [1, 2, 3, 4, 5]);
    expect(day).toEqual({ kind: 'whole', all: 55, reason: 'few-members' });
    expect(['all', 'prosumer', 'consumer'].map((group) => amountFor(day, group as 'all'))).toEqual([55, null, null]);
  });

  it('is shown only as a whole when one member makes up more than 80 % of its role', () => {
    expect(published('savings', [10, 10, 10, 10, 10], [1, 1, 1, 1, 30])).toEqual({
      kind: 'whole',
      all: 84,
      reason: 'one-member',
    });
  });

  it('is not shown when even the whole is not safe, and says which rule forbids it', () => {
    expect(published('savings', [1, 1], [1, 1])).toEqual({ kind: 'withheld', reason: 'few-members' });
    expect(published('savings', [1, 1, 1], [1, 1, 99])).toEqual({ kind: 'withheld', reason: 'one-member' });
  });

  it('counts members without a value: a role in which nobody has anything is shown as 0', () => {
    const day = publishDay(dayOf(5, 6, { producedWh: { prosumer: [4, 4, 4, 4, 4], consumer: [] } }));
    expect(day.producedWh).toEqual({ kind: 'parts', prosumer: 20, consumer: 0 });
  });

  it('holds a loss against the total without its sign: members who cancel each other out hide nobody', () => {
    expect(published('savings', [-50, 50, 1, 1, 1], [0, 0])).toEqual({ kind: 'withheld', reason: 'one-member' });
    expect(published('savings', [-5, -5, -5, -5, -5], [3, 3, 3, 3, 3])).toEqual({
      kind: 'parts',
      prosumer: -25,
      consumer: 15,
    });
  });
});

describe('measures that follow from one another', () => {
  const five = (value: number): readonly number[] => [value, value, value, value, value];
  const usual = (value: number): Record<MemberRole, readonly number[]> => ({
    prosumer: five(value),
    consumer: five(value),
  });

  it('are withheld with the one that must be: consumed less imported would tell what is used of one’s own', () => {
    const day = publishDay(
      dayOf(5, 5, {
        producedWh: usual(50),
        consumedWh: usual(90),
        importedWh: usual(80),
        exportedWh: usual(40),
        selfConsumedWh: { prosumer: [100, 0, 0, 0, 0], consumer: five(0) },
      }),
    );
    expect(day.producedWh.kind).toBe('parts');
    expect(day.consumedWh.kind).toBe('parts');
    for (const measure of ['selfConsumedWh', 'importedWh', 'exportedWh'] as const) {
      expect(day[measure]).toEqual({ kind: 'withheld', reason: 'one-member' });
    }
  });

  it('are shown as a whole only when one of them is', () => {
    const day = publishDay(
      dayOf(5, 5, {
        producedWh: usual(90),
        consumedWh: usual(90),
        importedWh: usual(80),
        exportedWh: { prosumer: five(80), consumer: [100, 0, 0, 0, 0] },
        selfConsumedWh: usual(10),
      }),
    );
    expect(day.consumedWh.kind).toBe('parts');
    expect(day.selfConsumedWh).toEqual({ kind: 'whole', all: 100, reason: 'one-member' });
    expect(day.importedWh).toEqual({ kind: 'whole', all: 800, reason: 'one-member' });
  });

  it('all that is bought was sold: a single seller is told by what the others bought', () => {
    const day = publishDay(
      dayOf(5, 5, { boughtWh: usual(10), soldWh: { prosumer: [100, 0, 0, 0, 0], consumer: five(0) } }),
    );
    expect(day.boughtWh).toEqual({ kind: 'withheld', reason: 'one-member' });
  });

  it('what is saved is, with the tariffs, what was traded', () => {
    const sold = { prosumer: [100, 0, 0, 0, 0], consumer: five(0) };
    expect(publishDay(dayOf(5, 5, { savings: usual(10) })).savings.kind).toBe('parts');
    expect(publishDay(dayOf(5, 5, { boughtWh: usual(10), soldWh: sold, savings: usual(10) })).savings).toEqual({
      kind: 'withheld',
      reason: 'one-member',
    });
  });
});

describe('a sum over days', () => {
  it('adds the days that may be shown, counts the others, and says why the first of them is not', () => {
    const sum = new PublishedSum();
    sum.addDay({ kind: 'parts', prosumer: 3, consumer: 4 }, 'prosumer');
    sum.addDay({ kind: 'whole', all: 9, reason: 'one-member' }, 'prosumer');
    sum.addDay({ kind: 'withheld', reason: 'few-members' }, 'prosumer');
    sum.addDay({ kind: 'parts', prosumer: 5, consumer: 4 }, 'prosumer');
    expect(sum.sum).toEqual({ value: 8, withheldDays: 2, reason: 'one-member' });
  });

  it('has no value when none of its days may be shown, and 0 days withheld when there are none', () => {
    const sum = new PublishedSum();
    expect(sum.sum).toEqual({ value: null, withheldDays: 0, reason: null });
    sum.addDay({ kind: 'withheld', reason: 'few-members' }, 'all');
    expect(sum.sum).toEqual({ value: null, withheldDays: 1, reason: 'few-members' });
  });
});
