import type { ChangePage } from '#shared/domain/change-page.ts';
import type { WriteDb } from '../cache/connection.ts';
import type { Uptake } from '../privacy/cleared.ts';
import { rowProblem, type RowKind } from './row-problem.ts';
import type { RollupChanges } from './rollup-changes.ts';
import type { Tariffs } from './tariffs.ts';

/** What the parts of one page's application share. */
export interface PageWork {
  readonly db: WriteDb;
  readonly communityId: number;
  readonly ids: PageIds;
  readonly tariffs: Tariffs;
  readonly rollups: RollupChanges;
  readonly uptake: Uptake;
  readonly window: PageWindow;
}

/** What of a page is kept where single records before a time are not (PROTOCOL.md W). */
export interface PageWindow {
  /** Epoch ms; 0 where everything is kept. */
  readonly rawFrom: number;
  /** The hub has left out already what is not needed of the time before: what comes is kept. */
  readonly isSifted: boolean;
}

export const KEEP_ALL: PageWindow = { rawFrom: 0, isSifted: false };

/** The row ids behind the wire ids that the columns of a page point to. */
export class PageIds {
  readonly #page: ChangePage;
  readonly #members: readonly number[];
  readonly #rules: readonly number[];

  /** Reads the ids of the members and rules of this community that the page names, in two dictionary tables. */
  constructor(db: WriteDb, communityId: number, page: ChangePage) {
    const lookUp = (sql: string, uids: readonly string[]): number[] =>
      uids.map((uid) => db.get<{ id: number }>(sql, [communityId, uid])?.id ?? 0);
    this.#page = page;
    this.#members = lookUp('SELECT id FROM member WHERE community_id = ? AND uid = ?', page.memberIds);
    this.#rules = lookUp(
      'SELECT rule.id FROM rule JOIN member ON member.id = rule.member_id WHERE member.community_id = ? AND rule.uid = ?',
      page.ruleIds,
    );
  }

  /** Row id of the member at `index` of the page's list. Throws INPUT_INVALID when there is none. */
  member(index: number, kind: RowKind, row: number, field: string): number {
    const id = this.#members[index];
    if (id > 0) return id;
    const uid = this.#page.memberIds[index];
    throw rowProblem(
      kind,
      row,
      field,
      uid === undefined
        ? `${index} is no place in the page's list of members`
        : `the cache has no member ${uid} in this community`,
    );
  }

  /** Row id of the rule at `index` of the page's list, null for -1. Throws INPUT_INVALID when there is none. */
  rule(index: number, kind: RowKind, row: number, field: string): number | null {
    if (index === -1) return null;
    const id = this.#rules[index];
    if (id > 0) return id;
    const uid = this.#page.ruleIds[index];
    throw rowProblem(
      kind,
      row,
      field,
      uid === undefined
        ? `${index} is no place in the page's list of rules`
        : `the cache has no rule ${uid} in this community`,
    );
  }
}
