/**
 * Which sums over members may be shown (DOMAIN.md section 8), so that no difference of two of them isolates a member.
 *
 * Every sum is made of atoms. An atom is the sum of one measure on one local day over a part of the members: the prosumers, the consumers,
 * or all of them. It has at least `k` members (those of that day, also where their value is 0), none of whom makes up more than 80 % of it.
 * A day is published in two atoms when both roles are safe, else in one, and then neither role has that day, else not at all; so the atoms
 * of a day never overlap. A sum over days adds the atoms that there are and says how many days are missing. Any two such sums, whatever
 * their period and group, differ by whole atoms.
 *
 * Measures that follow from one another are published alike: see `publishDay`.
 */
import { type Measure, type MemberGroup, measures } from '../contract/insight-records.ts';
import type { InsightSum, WithheldReason } from '../contract/published-sum.ts';
import { type MemberRole, memberRoles } from '../domain/records.ts';
import { DEFAULT_K, MAX_SHARE_OF_ONE } from './suppression.ts';

/** The values of a part of the members, added up. */
export interface PartTally {
  sum: number;
  /** The largest value, its sign taken off. */
  largest: number;
}

/** What the members of a day have of each measure: how many members there are in each role, and their values. */
export interface DayTally {
  readonly members: Record<MemberRole, number>;
  readonly of: Record<Measure, Record<MemberRole, PartTally>>;
}

/** A day of a measure as it may be shown. `reason`: why not in two parts, or not at all. */
export type Publication =
  | ({ readonly kind: 'parts' } & Readonly<Record<MemberRole, number>>)
  | { readonly kind: 'whole'; readonly all: number; readonly reason: WithheldReason }
  | { readonly kind: 'withheld'; readonly reason: WithheldReason };

function ofRoles<T>(make: () => T): Record<MemberRole, T> {
  return Object.fromEntries(memberRoles.map((role) => [role, make()])) as Record<MemberRole, T>;
}

function ofMeasures<T>(make: (measure: Measure) => T): Record<Measure, T> {
  return Object.fromEntries(measures.map((measure) => [measure, make(measure)])) as Record<Measure, T>;
}

/** A day of no members. */
export function emptyDay(): DayTally {
  return { members: ofRoles(() => 0), of: ofMeasures(() => ofRoles(() => ({ sum: 0, largest: 0 }))) };
}

/** Adds a member's value to a day. The member itself is counted in `members` once. */
export function addToDay(day: DayTally, role: MemberRole, measure: Measure, value: number): void {
  const part = day.of[measure][role];
  part.sum += value;
  part.largest = Math.max(part.largest, Math.abs(value));
}

/** Why a part of the members may not be shown; null when it may. A part in which all have 0 shows nothing about anyone. */
function reasonAgainst(members: number, { sum, largest }: PartTally, k: number): WithheldReason | null {
  if (members < k) return 'few-members';
  return largest > 0 && largest > MAX_SHARE_OF_ONE * Math.abs(sum) ? 'one-member' : null;
}

interface Verdict {
  /** In how few pieces: 2 roles, 1 whole, 0 not at all. */
  readonly pieces: 0 | 1 | 2;
  readonly reason: WithheldReason | null;
}

function verdictOf({ members, of }: DayTally, measure: Measure, k: number): Verdict {
  const { prosumer, consumer } = of[measure];
  const against = reasonAgainst(members.prosumer, prosumer, k) ?? reasonAgainst(members.consumer, consumer, k);
  if (against === null) return { pieces: 2, reason: null };
  const whole = { sum: prosumer.sum + consumer.sum, largest: Math.max(prosumer.largest, consumer.largest) };
  const againstWhole = reasonAgainst(members.prosumer + members.consumer, whole, k);
  return againstWhole === null ? { pieces: 1, reason: against } : { pieces: 0, reason: againstWhole };
}

/** The verdict that allows the least. */
function strictest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((least, verdict) => (verdict.pieces < least.pieces ? verdict : least));
}

const METERED: readonly Measure[] = ['producedWh', 'consumedWh', 'selfConsumedWh', 'importedWh', 'exportedWh'];

/**
 * What of a day may be shown, by measure. Of measures that follow from one another none is shown that would tell one that is withheld:
 * - produced = self-consumed + exported and consumed = self-consumed + imported (but for batteries): self-consumed, imported and exported
 *   are shown only as far as all five are;
 * - all that is bought is sold: neither is shown when the other one is not, and nor is what is saved, which with the tariffs tells them.
 */
export function publishDay(day: DayTally, k: number = DEFAULT_K): Record<Measure, Publication> {
  const own = ofMeasures((measure) => verdictOf(day, measure, k));
  const flows = strictest(METERED.map((measure) => own[measure]));
  const traded = strictest([own.boughtWh, own.soldWh]);
  const verdicts: Record<Measure, Verdict> = {
    ...own,
    selfConsumedWh: flows,
    importedWh: flows,
    exportedWh: flows,
    boughtWh: traded.pieces === 0 ? traded : own.boughtWh,
    soldWh: traded.pieces === 0 ? traded : own.soldWh,
    savings: traded.pieces === 0 ? traded : own.savings,
  };
  return ofMeasures((measure): Publication => {
    const { pieces, reason } = verdicts[measure];
    const { prosumer, consumer } = day.of[measure];
    if (reason === null) return { kind: 'parts', prosumer: prosumer.sum, consumer: consumer.sum };
    return pieces === 1 ? { kind: 'whole', all: prosumer.sum + consumer.sum, reason } : { kind: 'withheld', reason };
  });
}

/** What a group has of a day; null when it is withheld. */
export function amountFor(publication: Publication, group: MemberGroup): number | null {
  if (publication.kind === 'withheld') return null;
  if (publication.kind === 'whole') return group === 'all' ? publication.all : null;
  return group === 'all' ? publication.prosumer + publication.consumer : publication[group];
}

/** A sum over days of what may be shown, for a step or a whole period. */
export class PublishedSum {
  #value: number | null = null;
  #withheldDays = 0;
  #reason: WithheldReason | null = null;

  /** Adds a day's amount; null is a day that is withheld, for `reason`. */
  add(value: number | null, reason: WithheldReason | null): void {
    if (value !== null) {
      this.#value = (this.#value ?? 0) + value;
      return;
    }
    this.#withheldDays++;
    this.#reason ??= reason;
  }

  /** Adds what a group has of a day. */
  addDay(publication: Publication, group: MemberGroup): void {
    this.add(amountFor(publication, group), publication.kind === 'parts' ? null : publication.reason);
  }

  get sum(): InsightSum {
    return { value: this.#value, withheldDays: this.#withheldDays, reason: this.#reason };
  }
}

/** Two sums over the days of which both are shown, so that one can be divided by the other. */
export class PublishedRatio {
  part = 0;
  whole = 0;

  /** Adds a day's amounts; null is one that is withheld. */
  add(part: number | null, whole: number | null): void {
    if (part === null || whole === null) return;
    this.part += part;
    this.whole += whole;
  }
}
