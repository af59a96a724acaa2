/** One step of the cache's schema: numbered in tens so that a hot fix fits between two. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Statements only; runs inside the one transaction of all pending steps. */
  readonly sql: string;
  /** Where the sums are counted otherwise from here on: SQL for the row ids of the communities whose rollups are computed anew, at the end. */
  readonly communitiesToRebuild?: string;
}
