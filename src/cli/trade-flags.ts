import type { ReadDb } from '#engine/cache/connection.ts';
import type { CommunityRow } from '#engine/communities/community.ts';
import type { Range } from '#engine/stats/sums.ts';
import { type LedgerFilter, tradeSides } from '#shared/contract/ledger-records.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { parseChoice, type parseFlags, parsePrice, parseQuantity, UsageError } from './command.ts';
import { periodFlags, periodOf } from './community-access.ts';

/** The flags of a command that takes the trades of a filter. */
export const tradeFlags = {
  ...periodFlags,
  member: { type: 'string' },
  side: { type: 'string' },
  status: { type: 'string' },
  'failure-code': { type: 'string' },
  'min-price': { type: 'string' },
  'max-price': { type: 'string' },
  'min-quantity': { type: 'string' },
  'max-quantity': { type: 'string' },
  mechanism: { type: 'string' },
  rule: { type: 'string' },
  text: { type: 'string' },
} as const;

type TradeFlags = ReturnType<typeof parseFlags<typeof tradeFlags>>;

/** Asks a community for what the flags leave to it. */
type FilterOf = (db: ReadDb, community: CommunityRow) => LedgerFilter;

/**
 * The filter that the flags ask for; all trades without any. What can be said without a community is checked at once.
 * @throws UsageError naming the flag; so does the answer
 */
export function tradeFilter(flags: TradeFlags): FilterOf {
  if (flags.side !== undefined && flags.member === undefined) {
    throw new UsageError(`--side ${flags.side}: name a --member too`);
  }
  const known = {
    side: parseChoice('--side', flags.side, tradeSides) ?? 'either',
    status: parseChoice('--status', flags.status, settlementStatuses) ?? null,
    failureCode: parseChoice('--failure-code', flags['failure-code'], failureCodes) ?? null,
    price: {
      from: parsePrice('--min-price', flags['min-price']) ?? null,
      to: parsePrice('--max-price', flags['max-price']) ?? null,
    },
    quantityWh: {
      from: parseQuantity('--min-quantity', flags['min-quantity']) ?? null,
      to: parseQuantity('--max-quantity', flags['max-quantity']) ?? null,
    },
    mechanism: flags.mechanism ?? null,
    ruleId: flags.rule ?? null,
    text: flags.text ?? '',
  };
  return (db, community) => ({
    ...known,
    range: periodOf(flags, community, executionRange(db, community)),
    memberId: flags.member === undefined ? null : memberOf(flags.member, db, community),
  });
}

/** From the first execution of a trade to the last. */
function executionRange(db: ReadDb, { id, name }: CommunityRow): Range {
  const { from, to } = db.get<{ from: number | null; to: number | null }>(
    `SELECT (SELECT MIN(executed_at) FROM trade WHERE community_id = @id) AS "from",
            (SELECT MAX(executed_at) + 1 FROM trade WHERE community_id = @id) AS "to"`,
    { id },
  )!;
  if (from === null || to === null) throw new UsageError(`${name} has no trade yet`);
  return { from, to };
}

/**
 * The id of the member that is named by pseudonym or id.
 * @throws UsageError when there is none
 */
export function memberOf(named: string, db: ReadDb, community: CommunityRow): string {
  const [found] = db.pluck<string>(
    'SELECT uid FROM member_view WHERE community_id = ? AND (uid = ? OR anonymized_id = ?)',
    [community.id, named, named],
  );
  if (found === undefined) throw new UsageError(`--member ${named}: ${community.name} has no member of this pseudonym`);
  return found;
}
