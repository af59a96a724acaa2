import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_K, suppressedSum } from '#shared/privacy/suppression.ts';
import { KNOWN_KINDS, stepAtoms, type StepTally, withheldSteps } from '#shared/privacy/withheld-steps.ts';
import { Span } from './attack.ts';

/** A step in which members have these values of one measure. */
function step(values: readonly number[], kind: string | number): StepTally {
  return {
    members: values.length,
    parts: [{ sum: values.reduce((sum, value) => sum + value, 0), largest: Math.max(0, ...values) }],
    kind,
  };
}

const even = [10, 10, 10, 10, 10, 10];
const night = [0, 0, 0, 0, 0, 0];
const dawn = [3, 0, 0, 0, 0, 0];

function atomsOf(days: readonly (readonly number[])[]): number[] | null {
  return stepAtoms(days.map((values, place) => step(values, place)));
}

describe('the steps of a day', () => {
  it('are each shown by itself where they are safe, and where all have nothing', () => {
    expect(atomsOf([night, even, even, night])).toEqual([0, 1, 2, 3]);
  });

  it('of which one member makes up nearly everything are together with the next ones that are something', () => {
    const atoms = atomsOf([night, night, dawn, even, even, even, even, even, even, even])!;
    expect(atoms).toEqual([0, 1, 2, 2, 2, 2, 2, 2, 8, 9]);
  });

  it('are together with as many as are safe without those that help most', () => {
    const atoms = atomsOf([dawn, ...Array.from({ length: 20 }, () => even)])!;
    expect(atoms.filter((atom) => atom === 0)).toHaveLength(KNOWN_KINDS + 2);
  });

  it('of one price count as one that helps, because the same sum tells them all', () => {
    const atoms = stepAtoms([
      step(dawn, 'dawn'),
      ...Array.from({ length: 20 }, (_, place) => step(even, Math.floor(place / 2))),
    ])!;
    expect(atoms.filter((atom) => atom === 0).length).toBeGreaterThan(KNOWN_KINDS + 2);
  });

  it('are not shown at all where too few have anything', () => {
    expect(atomsOf([night, dawn, even, even, night])).toBeNull();
    expect(
      atomsOf([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull();
  });

  it('with readings of too few members are not shown by themselves, even where they have nothing', () => {
    const atoms = atomsOf([[0, 0], ...Array.from({ length: 9 }, () => even)])!;
    expect(atoms.filter((atom) => atom === 0).length).toBeGreaterThan(1);
  });

  it('make a coarser step that is withheld where that holds only a part of those that are together', () => {
    const atoms = [0, 1, 1, 3, 4, 4, 6, 7];
    const hourOf = (place: number): number => Math.floor(place / 2);
    expect([...withheldSteps(atoms, hourOf)]).toEqual([0, 1]);
    expect([...withheldSteps(atoms, (place) => place)]).toEqual([1, 2, 4, 5]);
    expect([...withheldSteps(atoms, (place) => place < 4)]).toEqual([]);
  });
});

const SLOTS = 24;
const PER_HOUR = 4;

/** By member, what it has in each slot: mostly alike, often nothing, and now and then one that dwarfs the others. */
const community = fc.array(
  fc.array(
    fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 20, max: 40 }) },
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 300, max: 900 }) },
    ),
    { minLength: 2 * SLOTS, maxLength: 2 * SLOTS },
  ),
  { minLength: 4, maxLength: 9 },
);

interface Day {
  readonly from: number;
  readonly atoms: readonly number[] | null;
  readonly isShown: boolean;
}

function daysOf(members: readonly (readonly number[])[]): Day[] {
  return [0, SLOTS].map((from) => {
    const slots = Array.from({ length: SLOTS }, (_, at) => members.map((values) => values[from + at]));
    const totals = members.map((values) => values.slice(from, from + SLOTS).reduce((sum, value) => sum + value, 0));
    const isShown = suppressedSum(totals) !== null;
    return { from, isShown, atoms: isShown ? stepAtoms(slots.map((values, at) => step(values, at))) : null };
  });
}

/** A sum over slots of both days. */
function over(isIn: (slot: number) => boolean): number[] {
  return Array.from({ length: 2 * SLOTS }, (_, slot) => (isIn(slot) ? 1 : 0));
}

/** All that is published: slots, hours, parts of days up to any slot, days and the sum of both. */
function published(days: readonly Day[]): number[][] {
  const known: number[][] = [
    over((slot) => days.some(({ from, isShown }) => isShown && slot >= from && slot < from + SLOTS)),
  ];
  for (const { from, atoms, isShown } of days) {
    if (isShown) known.push(over((slot) => slot >= from && slot < from + SLOTS));
    if (atoms === null) continue;
    for (const size of [1, PER_HOUR]) {
      const withheld = withheldSteps(atoms, (place) => Math.floor(place / size));
      for (let at = 0; at < SLOTS / size; at++) {
        if (!withheld.has(at)) known.push(over((slot) => slot >= from && Math.floor((slot - from) / size) === at));
      }
    }
    for (let end = 1; end < SLOTS; end++) {
      if (withheldSteps(atoms, (place) => place < end).size === 0) {
        known.push(over((slot) => slot >= from && slot < from + end));
      }
    }
  }
  return known;
}

/** Slots that may not be shown, and that what is known tells all the same. */
function isolated(members: readonly (readonly number[])[], known: readonly number[][]): number[] {
  const span = new Span(known);
  return Array.from({ length: 2 * SLOTS }, (_, slot) => slot).filter(
    (slot) =>
      suppressedSum(members.map((values) => values[slot])) === null && span.tells(over((other) => other === slot)),
  );
}

describe('the difference of published sums, over slots, hours, parts of days, days and periods', () => {
  it('tells no slot that may not be shown, by whatever adding and subtracting', () => {
    let withheld = 0;
    fc.assert(
      fc.property(community, (members) => {
        const days = daysOf(members);
        expect(isolated(members, published(days))).toEqual([]);
        for (const { atoms } of days) withheld += atoms === null ? 0 : new Set(atoms).size < SLOTS ? 1 : 0;
      }),
    );
    expect(withheld).toBeGreaterThan(0);
  });

  it('nor does it with sums of the day in which every slot has a weight of its own, as an amount has by its price', () => {
    fc.assert(
      fc.property(
        community,
        fc.array(fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 2 * SLOTS, maxLength: 2 * SLOTS }), {
          minLength: KNOWN_KINDS,
          maxLength: KNOWN_KINDS,
        }),
        (members, weights) => {
          const days = daysOf(members);
          const shown = over((slot) =>
            days.some(({ from, isShown }) => isShown && slot >= from && slot < from + SLOTS),
          );
          const weighted = weights.map((ofSlots) => ofSlots.map((weight, slot) => weight * shown[slot]));
          expect(isolated(members, [...published(days), ...weighted])).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('would tell one if steps were only left out: the day less all that are shown', () => {
    const members = Array.from({ length: DEFAULT_K + 1 }, (_, at) =>
      Array.from({ length: 2 * SLOTS }, (_slot, slot) => (slot === 3 ? (at === 0 ? 500 : 1) : 20)),
    );
    const alone = [
      over((slot) => slot < SLOTS),
      ...Array.from({ length: SLOTS }, (_, slot) => over((other) => other === slot)),
    ];
    expect(isolated(members, alone.toSpliced(1 + 3, 1))).toEqual([3]);
    expect(isolated(members, published(daysOf(members)))).toEqual([]);
  });
});
