import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MemberGroup, memberGroups, type Measure, measures } from '#shared/contract/insight-records.ts';
import type { MemberRole } from '#shared/domain/records.ts';
import { addToDay, amountFor, emptyDay, publishDay } from '#shared/privacy/published-sums.ts';
import { suppressedSum } from '#shared/privacy/suppression.ts';
import { inseparable, Span } from './attack.ts';

/** What a meter and the market say of a member's day; everything that is published is added up from these. */
const facts = ['own', 'imported', 'exported', 'bought', 'sold', 'savings'] as const;
type Fact = (typeof facts)[number];

const madeOf: Record<Measure, readonly Fact[]> = {
  producedWh: ['own', 'exported'],
  consumedWh: ['own', 'imported'],
  selfConsumedWh: ['own'],
  importedWh: ['imported'],
  exportedWh: ['exported'],
  boughtWh: ['bought'],
  soldWh: ['sold'],
  savings: ['savings'],
};

interface Member {
  readonly role: MemberRole;
  /** Of the community from the first of these days up to the second, exclusive. */
  readonly from: number;
  readonly to: number;
  /** By day. */
  readonly facts: readonly Record<Fact, number>[];
}

const DAYS = 3;
/** Mostly alike, often nothing, and now and then one that dwarfs the others. */
const energy = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 5_000 }) },
);
const money = fc.tuple(energy, fc.boolean()).map(([value, isLoss]) => (isLoss ? -value : value) + 0);
const member: fc.Arbitrary<Member> = fc.record({
  role: fc.constantFrom('prosumer', 'consumer'),
  from: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: DAYS }) }),
  to: fc.oneof(
    { weight: 3, arbitrary: fc.constant(DAYS) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: DAYS }) },
  ),
  facts: fc.array(
    fc.record({ own: energy, imported: energy, exported: energy, bought: energy, sold: energy, savings: money }),
    { minLength: DAYS, maxLength: DAYS },
  ),
});
const community = fc.array(member, { minLength: 1, maxLength: 16 });

/** Who is in a group on a day, by index. */
function membersOf(members: readonly Member[], day: number, group: MemberGroup): number[] {
  return members.flatMap(({ role, from, to }, at) =>
    day >= from && day < to && (group === 'all' || group === role) ? [at] : [],
  );
}

function valueOf({ facts: days }: Member, day: number, measure: Measure): number {
  return madeOf[measure].reduce((sum, fact) => sum + days[day][fact], 0);
}

/** Every run of days. */
const ranges = Array.from({ length: DAYS }, (_, from) =>
  Array.from({ length: DAYS - from }, (_days, more) => Array.from({ length: more + 1 }, (_day, at) => from + at)),
).flat();

/** The coefficients of a sum of some members' measure over the days: one for each member, day and fact. */
function sumOver(count: number, measure: Measure, of: ReadonlyMap<number, readonly number[]>): number[] {
  const row = Array.from({ length: count * DAYS * facts.length }, () => 0);
  for (const [day, members] of of) {
    for (const at of members) {
      for (const fact of madeOf[measure]) row[(at * DAYS + day) * facts.length + facts.indexOf(fact)] = 1;
    }
  }
  return row;
}

type Figures = Record<Measure, number[][]>;

/** All figures of a measure that are shown, of every group and run of days. */
function figuresOf(
  members: readonly Member[],
  shownDays: (measure: Measure, group: MemberGroup, days: readonly number[]) => readonly number[],
): Figures {
  return Object.fromEntries(
    measures.map((measure) => [
      measure,
      memberGroups.flatMap((group) =>
        ranges.map((days) => {
          const shown = shownDays(measure, group, days);
          const of = new Map(shown.map((day) => [day, membersOf(members, day, group)]));
          return sumOver(members.length, measure, of);
        }),
      ),
    ]),
  ) as Figures;
}

/** What Commonwatt publishes. */
function published(members: readonly Member[]): Figures {
  const days = Array.from({ length: DAYS }, (_, day) => {
    const tally = emptyDay();
    for (const at of membersOf(members, day, 'all')) {
      const { role } = members[at];
      tally.members[role]++;
      for (const measure of measures) addToDay(tally, role, measure, valueOf(members[at], day, measure));
    }
    return publishDay(tally);
  });
  return figuresOf(members, (measure, group, range) =>
    range.filter((day) => amountFor(days[day][measure], group) !== null),
  );
}

/** What one would publish who looks at each figure alone: at everybody's total over the period. */
function publishedOneByOne(members: readonly Member[]): Figures {
  return figuresOf(members, (measure, group, range) => {
    const totals = members.flatMap((one, at) => {
      const days = range.filter((day) => membersOf(members, day, group).includes(at));
      return days.length === 0 ? [] : [days.reduce((sum, day) => sum + valueOf(one, day, measure), 0)];
    });
    return suppressedSum(totals) === null ? [] : range;
  });
}

/** Sums of a measure on a day over parts of the members that must not be shown, and that the figures tell all the same. */
function isolated(members: readonly Member[], known: readonly number[][], measure: Measure): string[] {
  const span = new Span(known);
  return ranges.flatMap(([day, ...more]) => {
    if (more.length > 0) return [];
    const everybody = membersOf(members, day, 'all');
    const roles = { prosumer: membersOf(members, day, 'prosumer'), consumer: membersOf(members, day, 'consumer') };
    const isTold = (part: readonly number[]): boolean =>
      part.length > 0 && span.tells(sumOver(members.length, measure, new Map([[day, part]])));
    const isUnsafe = (part: readonly number[]): boolean =>
      suppressedSum(part.map((at) => valueOf(members[at], day, measure))) === null;
    const parts = [...everybody.map((at) => [at]), roles.prosumer, roles.consumer];
    // Two safe roles may be shown though their sum is none that would be: losses on one side and gains on the other.
    if (isUnsafe(roles.prosumer) || isUnsafe(roles.consumer)) parts.push(everybody);
    return parts
      .filter((part) => isUnsafe(part) && isTold(part))
      .map((part) => `${measure} of members ${part.join(', ')} on day ${day}`);
  });
}

describe('the difference of published sums, over groups and periods', () => {
  it('never takes a part of the members apart that may not be shown: every combination is one of safe atoms', () => {
    fc.assert(
      fc.property(community, (members) => {
        const figures = published(members);
        for (const measure of measures) {
          const places = inseparable(figures[measure], members.length * DAYS * facts.length);
          for (const atom of places) {
            const of = new Set(atom.map((place) => Math.floor(place / facts.length)));
            for (let day = 0; day < DAYS; day++) {
              const part = members.flatMap((one, at) => (of.has(at * DAYS + day) ? [one] : []));
              if (part.length > 0) expect(suppressedSum(part.map((one) => valueOf(one, day, measure)))).not.toBeNull();
            }
          }
        }
      }),
    );
  });

  it('tells no sum that is withheld, by whatever adding and subtracting', () => {
    fc.assert(
      fc.property(community, (members) => {
        const figures = published(members);
        for (const measure of measures) expect(isolated(members, figures[measure], measure)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('nor does it across measures, of which some follow from others', () => {
    fc.assert(
      fc.property(community, (members) => {
        const figures = published(members);
        const allSoldIsBought = ranges.map((days) => {
          const everybody = new Map(days.map((day) => [day, membersOf(members, day, 'all')]));
          const sold = sumOver(members.length, 'soldWh', everybody);
          return sumOver(members.length, 'boughtWh', everybody).map((bought, at) => bought - sold[at]);
        });
        const known = [...measures.flatMap((measure) => figures[measure]), ...allSoldIsBought];
        for (const measure of measures) expect(isolated(members, known, measure)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the same attack on figures that are looked at one by one', () => {
  const alike = (role: MemberRole, by: Partial<Member> = {}): Member => ({
    role,
    from: 0,
    to: DAYS,
    facts: Array.from({ length: DAYS }, () => ({ own: 9, imported: 9, exported: 9, bought: 9, sold: 9, savings: 9 })),
    ...by,
  });
  const attack = (members: readonly Member[]): string[] =>
    isolated(members, publishedOneByOne(members).consumedWh, 'consumedWh');

  it('finds a role with too few members: all less the others', () => {
    const members = [...Array.from({ length: 6 }, () => alike('prosumer')), alike('consumer'), alike('consumer')];
    expect(attack(members)).toContain('consumedWh of members 6, 7 on day 0');
  });

  it('finds a day of which one member makes up nearly everything: a longer period less a shorter one', () => {
    const quiet = { own: 0, imported: 0, exported: 0, bought: 0, sold: 0, savings: 0 };
    const usual = { ...quiet, imported: 100 };
    const members = Array.from({ length: 6 }, (_, at) =>
      alike('consumer', { facts: [usual, usual, at === 0 ? { ...quiet, imported: 90 } : { ...quiet, imported: 1 }] }),
    );
    expect(attack(members)).toContain('consumedWh of members 0, 1, 2, 3, 4, 5 on day 2');
  });

  it('finds the first day of a member who joined, among few: the period with it less the period before', () => {
    const members = Array.from({ length: 5 }, (_, at) => alike('consumer', at === 0 ? {} : { to: 2 }));
    expect(attack(members)).toContain('consumedWh of members 0 on day 2');
  });
});
