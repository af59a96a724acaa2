import type { ChangePage } from '../domain/change-page.ts';
import type { Participant } from './membership.ts';
import type { RuleBook } from './rule-book.ts';

/** Whom a day knows: members are numbered by the day on which they join, so that each day's are the first ones. */
export class KnownMembers {
  readonly #participants: readonly Participant[];
  readonly #rules: RuleBook;

  constructor(participants: readonly Participant[], rules: RuleBook) {
    this.#participants = participants;
    this.#rules = rules;
  }

  /** The numbers of all who have joined by day number `day`, those who left included. */
  on(day: number): number[] {
    return [...this.#participants.keys()].filter((member) => this.#participants[member].firstDay <= day);
  }

  /** Those of them who are still members. */
  activeOn(day: number): Int32Array {
    return Int32Array.from(this.on(day).filter((member) => day < this.#participants[member].endDay));
  }

  /** Those of them who have left. */
  goneOn(day: number): Int32Array {
    return Int32Array.from(this.on(day).filter((member) => day >= this.#participants[member].endDay));
  }

  /** Their ids and those of their rules, as a page names them. */
  idsOn(day: number): Pick<ChangePage, 'memberIds' | 'ruleIds'> {
    const members = this.on(day).length;
    return {
      memberIds: this.#participants.slice(0, members).map(({ id }) => id),
      ruleIds: this.#rules.ids.slice(0, this.#rules.firstRule[members]),
    };
  }
}
