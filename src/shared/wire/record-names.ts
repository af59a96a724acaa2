/** The records of a community as snapshots and the sync protocol name them, in the order in which their references can be resolved. */
export const recordNames = ['member', 'rule', 'signal', 'reading', 'clearing', 'offer', 'trade', 'settlement'] as const;
export type RecordName = (typeof recordNames)[number];
