import type { LedgerFilter } from '#shared/contract/ledger-records.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';
import {
  type Condition,
  mechanismCondition,
  memberCondition,
  ownCondition,
  ruleCondition,
  shownCondition,
  textCondition,
} from './filter-conditions.ts';

/**
 * Where trades are found in the order of their execution: all of them, those that failed, or those of a member (row id) on one side, by
 * weekly buckets. `unlessBuyer`: without those that the same member bought, which another way finds.
 */
export type Way =
  | { readonly kind: 'all' | 'failed' }
  | {
      readonly kind: 'member';
      readonly side: 'buyer' | 'seller';
      readonly member: number;
      readonly unlessBuyer: boolean;
    };

/** A filter in the words of the cache. */
export interface WantedTrades {
  readonly community: CommunityRow;
  readonly range: Range;
  /** No trade is on two of them. None: nothing can be found. More than one are ways of members. */
  readonly ways: readonly Way[];
  /** SQL about a row of `trade` that is true of what is wanted, with its parameters; the range of time is not in it. */
  readonly condition: string;
  readonly params: Readonly<Record<string, SqlValue>>;
}

/** What a filter asks of the cache. Trades of members that are held back are not wanted by anybody. */
export function wantedTrades(db: ReadDb, community: CommunityRow, filter: LedgerFilter): WantedTrades {
  const isFailed = filter.failureCode !== null || filter.status === 'failed';
  // Of the time before there are a few trades left, whose sums would be wrong ones.
  const range = { ...filter.range, from: Math.max(filter.range.from, community.raw_from) };
  return wantedBy(community, range, isFailed ? 'failed' : 'all', [
    shownCondition(db, community),
    ownCondition(filter),
    mechanismCondition(db, community, filter.mechanism),
    textCondition(db, community, filter.text),
    ruleCondition(db, community, filter.ruleId),
    memberCondition(db, community, filter),
  ]);
}

/**
 * The trades of a range of slots, of a member (row id) or of all.
 * @param executed when they were executed
 */
export function wantedOfSlots(
  db: ReadDb,
  community: CommunityRow,
  member: number | null,
  slots: Range,
  executed: Range,
): WantedTrades {
  return wantedBy(community, executed, 'all', [
    shownCondition(db, community),
    {
      sql: ['trade.slot >= @firstSlot AND trade.slot < @endSlot'],
      params: { firstSlot: slots.from, endSlot: slots.to },
      ...(member !== null && { only: { member, side: 'either' } }),
    },
  ]);
}

/**
 * @param otherwise the way where no condition says whose trades alone can fulfil it
 * @param conditions null for one that nothing fulfils; of the members that they name the last one's trades are gone through
 */
function wantedBy(
  community: CommunityRow,
  range: Range,
  otherwise: 'all' | 'failed',
  conditions: readonly (Condition | null)[],
): WantedTrades {
  const all = conditions.filter((condition) => condition !== null);
  if (all.length < conditions.length) return { community, range, ways: [], condition: '1', params: {} };
  const members = all.flatMap(({ only }) => only ?? []);
  const sql = all.flatMap((condition) => condition.sql);
  // The member that is gone through last fulfils its condition by that; that of a text has no other words, and another may overrule it.
  const others = members.slice(0, -1);
  return {
    community,
    range,
    ways: members.length > 0 ? waysOf(members[members.length - 1]) : [{ kind: otherwise }],
    condition:
      [...sql, ...others.map((_, at) => `(buyer_id = @other${at} OR seller_id = @other${at})`)].join(' AND ') || '1',
    params: Object.fromEntries([
      ...all.flatMap(({ params }) => Object.entries(params ?? {})),
      ...others.map(({ member }, at): [string, SqlValue] => [`other${at}`, member]),
    ]),
  };
}

function waysOf({ member, side }: NonNullable<Condition['only']>): Way[] {
  const buyer = { kind: 'member', side: 'buyer', member, unlessBuyer: false } as const;
  const seller = { kind: 'member', side: 'seller', member, unlessBuyer: side === 'either' } as const;
  return side === 'either' ? [buyer, seller] : [side === 'buyer' ? buyer : seller];
}
