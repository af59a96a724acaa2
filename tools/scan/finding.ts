/** What a scanner points at. */
export interface Finding {
  readonly scanner: 'electronegativity' | 'lint' | 'advisories';
  /** The scanner's own name for the pattern, or the advisory. */
  readonly rule: string;
  /** Relative to the repository; for an advisory the package's name; empty when it is about the whole. */
  readonly place: string;
  readonly detail: string;
}

/** Why findings of one rule in one place are no weakness. SECURITY.md shows the same list to people. */
export interface Explanation {
  readonly rule: string;
  readonly place: string;
  readonly why: string;
}

/** What is left to do: findings nobody has explained, and explanations of what is no longer found. */
export interface Verdict {
  readonly open: readonly Finding[];
  readonly stale: readonly Explanation[];
}

/** Holds findings against the explanations. One explanation covers all findings of its rule in its place. */
export function judge(findings: readonly Finding[], explanations: readonly Explanation[]): Verdict {
  const covers = (one: Explanation, finding: Finding): boolean =>
    one.rule === finding.rule && one.place === finding.place;
  return {
    open: findings.filter((finding) => !explanations.some((one) => covers(one, finding))),
    stale: explanations.filter((one) => !findings.some((finding) => covers(one, finding))),
  };
}
