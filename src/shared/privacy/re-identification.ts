/** A row of an export: whose it is, and what it shows in each column. */
export interface RiskRow {
  readonly member: number;
  readonly values: readonly (string | number | null)[];
}

export interface Risk {
  /** Members that the rows are about. */
  readonly members: number;
  /** Fewest members who share a row's values; 0 without rows. */
  readonly smallest: number;
  /** Members with a row that nobody else has. */
  readonly unique: number;
  /** Members with a row that fewer than `k` members have. */
  readonly belowK: number;
  /** Prosecutor risk: mean over the rows of 1 / members who have such a row, 0..1; 0 without rows. */
  readonly risk: number;
}

/**
 * How well somebody who knows the values of the chosen columns of a member's row would find the member (prosecutor risk, El Emam 2013,
 * "Guide to the De-Identification of Personal Health Information", ch. 16): rows with equal values form a class, and a class of n members
 * gives each of them away with probability 1/n. Without a column all rows are alike.
 * @param columns indexes into the rows' values
 */
export function reIdentificationRisk(rows: readonly RiskRow[], columns: readonly number[], k: number): Risk {
  const classes = new Map<string, { rows: number; readonly members: Set<number> }>();
  const all = new Set<number>();
  for (const { member, values } of rows) {
    const key = JSON.stringify(columns.map((column) => values[column]));
    const found = classes.get(key);
    if (found === undefined) classes.set(key, { rows: 1, members: new Set([member]) });
    else {
      found.rows++;
      found.members.add(member);
    }
    all.add(member);
  }
  const unique = new Set<number>();
  const belowK = new Set<number>();
  let smallest = Infinity;
  let sum = 0;
  for (const { rows: size, members } of classes.values()) {
    smallest = Math.min(smallest, members.size);
    sum += size / members.size;
    for (const member of members) {
      if (members.size === 1) unique.add(member);
      if (members.size < k) belowK.add(member);
    }
  }
  return {
    members: all.size,
    smallest: rows.length === 0 ? 0 : smallest,
    unique: unique.size,
    belowK: belowK.size,
    risk: rows.length === 0 ? 0 : sum / rows.length,
  };
}
