/**
 * In which pieces the steps of a day may be shown beside the day's own sum (DOMAIN.md section 8).
 *
 * A step is an atom as a day is (see published-sums): at least `k` members, none of whom makes up more than 80 % of it. One that is not
 * safe cannot just be left out: the day less its other steps would tell it. So it is put together with others of the day until their sum is
 * safe, and none of these is shown by itself. Every sum that is shown, of a slot, an hour, a part of a day, a day or a month, then is one of
 * whole atoms, and so is the difference of any two.
 *
 * The day tells more than one sum of its steps: what was traded, what was paid for it and what it saved are three, each with weights
 * that are known (prices and tariffs), and mean prices are others. Each of them would allow one more step to be worked out. So steps that are
 * together stay safe even when the KNOWN_KINDS that help most are known.
 */
import type { PartTally } from './published-sums.ts';
import { DEFAULT_K, MAX_SHARE_OF_ONE } from './suppression.ts';

/** How many kinds of steps may be known from other figures. */
export const KNOWN_KINDS = 4;

/** What a step is made of. */
export interface StepTally {
  /** Those whose values are added up, also where they are 0. */
  readonly members: number;
  /** The sums that are shown of it, none below 0. All steps of a day have the same ones in the same order. */
  readonly parts: readonly PartTally[];
  /** Steps of one kind have the same weight in every other figure, so that only all of them together can be known from it. */
  readonly kind: string | number;
}

/** A step as it counts with others. */
interface Weighed {
  readonly kind: string | number;
  readonly hasMembers: boolean;
  /**
   * By how much each part is below the bound; below 0 it is not safe. Of several steps it is at least the sum of theirs, because nobody has
   * more of all of them than the largest of each. Who is among too few counts as if it had everything.
   */
  readonly slack: readonly number[];
  readonly isZero: readonly boolean[];
}

function weighed({ members, parts, kind }: StepTally, k: number): Weighed {
  const hasMembers = members >= k;
  return {
    kind,
    hasMembers,
    slack: parts.map(({ sum, largest }) => MAX_SHARE_OF_ONE * sum - (hasMembers ? largest : sum)),
    isZero: parts.map(({ sum }) => sum === 0),
  };
}

/** Which parts of some steps are not safe once the kinds that help most are known. */
function unsafeParts(steps: readonly Weighed[]): number[] {
  return steps[0].slack.flatMap((_, part) => {
    const ofKinds = new Map<string | number, number>();
    let left = 0;
    for (const { kind, slack } of steps) {
      left += slack[part];
      ofKinds.set(kind, (ofKinds.get(kind) ?? 0) + slack[part]);
    }
    const helping = [...ofKinds.values()].filter((value) => value > 0).toSorted((a, b) => b - a);
    for (const known of helping.slice(0, KNOWN_KINDS)) left -= known;
    return left < 0 ? [part] : [];
  });
}

function hasTooFew(steps: readonly Weighed[]): boolean {
  return new Set(steps.filter(({ hasMembers }) => hasMembers).map(({ kind }) => kind)).size <= KNOWN_KINDS;
}

/**
 * The atoms of a day's steps: for each step the place of the first one that it is together with, its own where it may be shown by itself.
 * Null when no step may be shown, only the day's sum. A step is joined by the nearest in time that add to what is not safe.
 * @param steps of one day, in order
 */
export function stepAtoms(steps: readonly StepTally[], k: number = DEFAULT_K): number[] | null {
  const all = steps.map((step) => weighed(step, k));
  const atoms = steps.map((_, place) => place);
  for (const [place, { hasMembers, slack }] of all.entries()) {
    const isSafe = hasMembers && slack.every((value) => value >= 0);
    if (isSafe || atoms.some((atom, at) => at !== place && atom === atoms[place])) continue;
    const joined = safeAtom(all, atoms, place);
    if (joined === null) return null;
    const first = Math.min(...joined);
    for (const one of joined) atoms[one] = first;
  }
  return atoms;
}

/** The places of the steps that a step is shown with; null when all of the day are not enough. */
function safeAtom(steps: readonly Weighed[], atoms: readonly number[], place: number): ReadonlySet<number> | null {
  const joined = new Set([place]);
  const byDistance = steps.map((_, at) => at).toSorted((a, b) => Math.abs(a - place) - Math.abs(b - place));
  for (;;) {
    const together = [...joined].map((at) => steps[at]);
    const unsafe = unsafeParts(together);
    const needsMembers = hasTooFew(together);
    if (unsafe.length === 0 && !needsMembers) return joined;
    const helps = (at: number): boolean =>
      unsafe.length === 0 ? steps[at].hasMembers : unsafe.some((part) => !steps[at].isZero[part]);
    const next = byDistance.find((at) => !joined.has(at) && helps(at));
    if (next === undefined) return null;
    // What is together already stays so.
    for (const [at, atom] of atoms.entries()) if (atom === atoms[next]) joined.add(at);
  }
}

/**
 * Which of the coarser steps that these are gathered in may not be shown: those that hold a part of an atom and not all of it.
 * @param stepOf the coarser step that a step lies in
 */
export function withheldSteps<T>(atoms: readonly number[], stepOf: (place: number) => T): ReadonlySet<T> {
  const stepsOf = new Map<number, Set<T>>();
  for (const [place, atom] of atoms.entries()) {
    const steps = stepsOf.get(atom) ?? new Set();
    stepsOf.set(atom, steps.add(stepOf(place)));
  }
  return new Set([...stepsOf.values()].flatMap((steps) => (steps.size > 1 ? [...steps] : [])));
}
