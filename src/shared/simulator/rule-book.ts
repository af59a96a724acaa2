/** The rules of all members and the versions that hold at the moment. */
import type { Rule } from '../domain/records.ts';
import { type PreparedRule, prepareRule } from '../rules/firing.ts';

interface Change {
  readonly rule: number;
  readonly version: Rule;
}

/** Rules are numbered member by member, in the order of the members. */
export class RuleBook {
  readonly ids: readonly string[];
  /** Member m has the rules numbered from firstRule[m] up to but not including firstRule[m + 1]. */
  readonly firstRule: Int32Array;
  /** The version in force, by rule; null before the first. */
  readonly inForce: (PreparedRule | null)[];
  readonly versionInForce: Int32Array;
  /** When the rule last traded, by rule; NaN when it never did. */
  readonly lastMatchedAt: Float64Array;
  readonly #changes: readonly Change[];
  readonly #current: (Rule | null)[];
  #next = 0;

  /** @param rulesByMember for each member its rules, each with all versions in order */
  constructor(rulesByMember: readonly (readonly (readonly Rule[])[])[]) {
    const rules = rulesByMember.flat();
    this.ids = rules.map((versions) => versions[0].id);
    this.firstRule = new Int32Array(rulesByMember.length + 1);
    for (const [member, own] of rulesByMember.entries())
      this.firstRule[member + 1] = this.firstRule[member] + own.length;
    this.inForce = rules.map(() => null);
    this.#current = rules.map(() => null);
    this.versionInForce = new Int32Array(rules.length);
    this.lastMatchedAt = new Float64Array(rules.length).fill(Number.NaN);
    this.#changes = rules
      .flatMap((versions, rule) => versions.map((version): Change => ({ rule, version })))
      .sort((a, b) => a.version.validFrom - b.version.validFrom || a.rule - b.rule);
  }

  /** Puts the versions in force that hold at `time` (epoch milliseconds, never going back). */
  advance(time: number): void {
    for (; this.#next < this.#changes.length; this.#next++) {
      const { rule, version } = this.#changes[this.#next];
      if (version.validFrom > time) return;
      this.inForce[rule] = prepareRule(version);
      this.versionInForce[rule] = version.version;
      this.#current[rule] = version;
    }
  }

  /** The versions that begin to hold from `from` up to but not including `to`, oldest first. */
  versionsBetween(from: number, to: number): Rule[] {
    return this.#changes
      .filter(({ version }) => version.validFrom >= from && version.validFrom < to)
      .map(({ version }) => version);
  }

  /** The versions in force, with the time of their last match, of the rules that ever traded. */
  matchedRules(): Rule[] {
    return this.#current.flatMap((version, rule) => {
      const lastMatchedAt = this.lastMatchedAt[rule];
      return version === null || Number.isNaN(lastMatchedAt) ? [] : [{ ...version, lastMatchedAt }];
    });
  }
}
