/** The ends of a list of changes. Pure. */

const MOST = 10;

export interface BothEnds<Item> {
  readonly gaining: readonly Item[];
  readonly losing: readonly Item[];
  /** Neither among those who gain most nor among those who lose most. */
  readonly rest: readonly Item[];
}

/** The ten greatest gains and the ten greatest losses, in the order of the list. `items` begin with the greatest gain. */
export function bothEnds<Item extends { readonly change: number }>(items: readonly Item[]): BothEnds<Item> {
  const gaining = items.filter(({ change }) => change > 0).slice(0, MOST);
  const losing = items.filter(({ change }) => change < 0).slice(-MOST);
  return { gaining, losing, rest: items.slice(gaining.length, items.length - losing.length) };
}
