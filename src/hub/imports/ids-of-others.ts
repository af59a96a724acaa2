import { sql, type Transaction } from 'kysely';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { Tables } from '../db/tables.ts';

/** Finds the ids of one kind that a page brings, and where the hub has them: of all its communities in one table. */
interface IdsOfKind {
  readonly name: string;
  readonly table: keyof Tables;
  readonly type: 'text' | 'uuid';
  ids(page: ChangePage): readonly string[];
}

const kinds: readonly IdsOfKind[] = [
  {
    name: 'member',
    table: 'community_members',
    type: 'text',
    ids: ({ members = [] }) => members.map(({ id }) => id),
  },
  { name: 'rule', table: 'trading_rules', type: 'text', ids: ({ rules = [] }) => rules.map(({ id }) => id) },
  { name: 'clearing', table: 'clearings', type: 'uuid', ids: ({ clearings }) => uuidsOf(clearings) },
  { name: 'offer', table: 'trading_offers', type: 'uuid', ids: ({ offers }) => uuidsOf(offers) },
  { name: 'trade', table: 'trades', type: 'uuid', ids: ({ trades }) => uuidsOf(trades) },
  {
    name: 'settlement',
    table: 'settlement_events',
    type: 'uuid',
    ids: ({ settlements = [] }) => settlements.map(({ id }) => id),
  },
];

/**
 * A record of the page whose id belongs to another community of the hub, e.g. `member m-1`; null when there is none. To store it would
 * change the other community.
 */
export async function idOfAnother(tx: Transaction<Tables>, page: ChangePage): Promise<string | null> {
  for (const { name, table, type, ids } of kinds) {
    const brought = ids(page);
    if (brought.length === 0) continue;
    const { rows } = await sql<{ id: string }>`SELECT id FROM ${sql.table(table)}
      WHERE id IN (SELECT value::${sql.raw(type)} FROM jsonb_array_elements_text(${JSON.stringify(brought)}::jsonb))
        AND community_id <> ${page.communityId} LIMIT 1`.execute(tx);
    if (rows.length > 0) return `${name} ${rows[0].id}`;
  }
  return null;
}

function uuidsOf(columns: { readonly count: number; readonly id: Uint8Array } | undefined): string[] {
  return columns ? Array.from({ length: columns.count }, (_, row) => uuidText(columns.id, row)) : [];
}
