import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Transaction } from 'kysely';
import { databaseFolder } from '#hub/data-folder.ts';
import { publish } from '#hub/db/feed.ts';
import { openHubDatabase } from '#hub/db/open-database.ts';
import type { Tables } from '#hub/db/tables.ts';

/** Changes the data of a hub that is not running, as other desks and its operator do. */
export async function editHub(folder: string, edit: (tx: Transaction<Tables>) => Promise<unknown>): Promise<void> {
  const { db, close } = await openHubDatabase({ dataFolder: databaseFolder(folder) });
  try {
    await db.transaction().execute(edit);
  } finally {
    await close();
  }
}

/** Gives a member another pseudonym, or none, in the feed as well. @returns the one before */
export async function namePseudonym(tx: Transaction<Tables>, memberId: string, pseudonym: string): Promise<string> {
  const member = await tx
    .selectFrom('community_members')
    .select(['community_id', 'anonymized_id'])
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  const { former_anonymized_ids } = await tx
    .updateTable('community_members')
    .set({ anonymized_id: pseudonym })
    .where('id', '=', memberId)
    .returning('former_anonymized_ids')
    .executeTakeFirstOrThrow();
  const { key, body } = await tx
    .selectFrom('change_feed')
    .select(['key', 'body'])
    .where('kind', '=', 'member')
    .where('key', '=', memberId)
    .executeTakeFirstOrThrow();
  const record = { ...(JSON.parse(body) as object), anonymized_id: pseudonym, former_anonymized_ids };
  await publish(tx, member.community_id, [{ kind: 'member', key, body: record }]);
  return member.anonymized_id;
}

/** Somebody saves the rule as it is, as its next version. */
export async function saveNextVersion(tx: Transaction<Tables>, ruleId: string): Promise<void> {
  const rule = await tx
    .selectFrom('trading_rule_versions')
    .selectAll()
    .where('rule_id', '=', ruleId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const version = rule.version + 1;
  await tx
    .insertInto('trading_rule_versions')
    .values({ ...rule, version, time_windows: JSON.stringify(rule.time_windows), valid_from: new Date() })
    .execute();
  await tx.updateTable('trading_rules').set({ version }).where('id', '=', ruleId).execute();
}

/** A member buys at any limit in the window of an offer. */
export async function buyInWindow(
  tx: Transaction<Tables>,
  communityId: string,
  memberId: string,
  [start, end]: readonly [start: number, end: number],
): Promise<void> {
  await tx
    .insertInto('trading_offers')
    .values({
      id: randomUUID(),
      community_id: communityId,
      member_id: memberId,
      type: 'buy',
      quantity_kwh: 0.1,
      remaining_kwh: 0.1,
      price_per_kwh: 0.3,
      time_window_start: new Date(start),
      time_window_end: new Date(end),
      status: 'active',
      created_at: new Date(),
      rule_id: null,
      rule_version: null,
    })
    .execute();
}

/** Everybody has to sign in anew: tokens that are out are worth nothing. */
export async function endSignIns(folder: string, tx: Transaction<Tables>): Promise<void> {
  await tx.deleteFrom('refresh_tokens').execute();
  await rm(path.join(folder, 'secret'));
}
