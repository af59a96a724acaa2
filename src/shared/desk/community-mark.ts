/** What a community is that must not be taken for a real one, or for one that really trades; told wherever it is named and in all that leaves the console. */
const communityMarks = ['demo', 'simulated'] as const;
export type CommunityMark = (typeof communityMarks)[number];

/** The facts that a community is marked by. */
export interface MarkedCommunity {
  /** Its data are invented. */
  readonly isDemo: boolean;
  /** Its trades were computed from imported readings: none of them took place. */
  readonly hasSimulatedTrades: boolean;
}

/** The marks of a community, none for a real one. */
export function marksOf({ isDemo, hasSimulatedTrades }: MarkedCommunity): CommunityMark[] {
  return communityMarks.filter((mark) => (mark === 'demo' ? isDemo : hasSimulatedTrades));
}

/** A file's name that begins with the community's marks, e.g. `demo-energy.csv`: the same word in every language, to be found and sorted by. */
export function markedName(name: string, community: MarkedCommunity | null): string {
  return [...(community === null ? [] : marksOf(community)), name].join('-');
}
