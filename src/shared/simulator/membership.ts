/** Who belongs to the community, under which pseudonym, where, and from when to when. */
import type { Random } from '../domain/random.ts';
import { HOUR } from '../domain/slots.ts';
import { drawUuid } from './ids.ts';
import type { Place } from './place.ts';
import { drawDwelling, type Dwelling } from './population.ts';

const DAY = 24 * HOUR;
/** How long before the first day the community was founded. */
const FOUNDED_DAYS_AGO = 830;
const JOIN_SHARE = 0.045;
const LEAVE_SHARE = 0.025;
/** In a shorter period nobody comes or goes. */
const SHORTEST_WITH_CHANGES = 14;

export interface Participant {
  readonly id: string;
  readonly userId: string;
  readonly anonymizedId: string;
  readonly mapCell: string;
  readonly joinedAt: number;
  /** The first and the last day that it takes part, as positions in the simulated days; the last one is exclusive, Infinity when it stays. */
  readonly firstDay: number;
  readonly endDay: number;
  readonly dwelling: Dwelling;
}

/** When the community was founded, given the start of the first simulated day (epoch milliseconds). */
export function foundedAt(start: number): number {
  return start - FOUNDED_DAYS_AGO * DAY;
}

/**
 * The members in the order in which they are first known: those of the first day, then those who join, by day.
 * @param dayStarts the UTC start of each simulated local day
 */
export function drawParticipants(
  members: number,
  dayStarts: readonly number[],
  place: Place,
  random: Random,
): Participant[] {
  const days = dayStarts.length;
  const changes = days >= SHORTEST_WITH_CHANGES;
  const joining = changes ? Math.round(members * JOIN_SHARE) : 0;
  const present = members - joining;
  const leaveDays = drawLeaveDays(changes ? Math.round(members * LEAVE_SHARE) : 0, present, days, random.fork('leave'));
  const joinDays = drawJoinDays(joining, days, random.fork('join'));
  const homes = Array.from(
    { length: members },
    (_, member) => place.cells[random.fork(`home ${member}`).weighted(place.weights)],
  );
  const pseudonyms = drawPseudonyms(homes, place, random.fork('pseudonym'));
  const start = dayStarts[0];
  return homes.map((mapCell, member) => {
    const own = random.fork(`member ${member}`);
    const firstDay = member < present ? 0 : joinDays[member - present];
    // Many came in the first months, some later; all of them some weeks before the first day.
    const early = own.float() * own.float();
    return {
      id: drawUuid(own.fork('id')),
      userId: drawUuid(own.fork('user')),
      anonymizedId: pseudonyms[member],
      mapCell,
      joinedAt:
        firstDay > 0 ? dayStarts[firstDay] : wholeSecond(foundedAt(start) + early * (FOUNDED_DAYS_AGO - 25) * DAY),
      firstDay,
      endDay: leaveDays.get(member) ?? Number.POSITIVE_INFINITY,
      dwelling: drawDwelling(member, own),
    };
  });
}

function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

/** For each member that leaves, the first day without it. */
function drawLeaveDays(count: number, present: number, days: number, random: Random): Map<number, number> {
  const leaveDays = new Map<number, number>();
  for (let at = 0; at < count; at++) {
    const member = Math.floor(((at + random.float()) * present) / count);
    leaveDays.set(member, random.integer(Math.ceil(days * 0.2), Math.floor(days * 0.95)));
  }
  return leaveDays;
}

function drawJoinDays(count: number, days: number, random: Random): number[] {
  return Array.from({ length: count }, () => random.integer(2, Math.floor(days * 0.92))).sort((a, b) => a - b);
}

/** "House A17": the letter of the quarter, and a number that says nothing about when somebody joined. */
function drawPseudonyms(homes: readonly string[], place: Place, random: Random): string[] {
  const numbers = place.quarters.map(({ cells }) => {
    const count = homes.filter((cell) => cells.includes(cell)).length;
    return shuffled(Math.ceil(count * 1.4) + 2, random);
  });
  return homes.map((cell) => {
    const quarter = place.quarters.findIndex(({ cells }) => cells.includes(cell));
    return `House ${place.quarters[quarter].letter}${numbers[quarter].pop()!}`;
  });
}

/** The numbers 1 to `count` in random order. */
function shuffled(count: number, random: Random): number[] {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  for (let at = count - 1; at > 0; at--) {
    const other = random.integer(0, at);
    [numbers[at], numbers[other]] = [numbers[other], numbers[at]];
  }
  return numbers;
}
