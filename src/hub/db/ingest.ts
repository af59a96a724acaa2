import { sql, type Transaction } from 'kysely';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { communityWire } from '#shared/wire/community.ts';
import { pageRecords } from '#shared/wire/page-wire.ts';
import { COMMUNITY_KIND } from '#shared/wire/sync.ts';
import { publish } from './feed.ts';
import { type FeedKind, feedKey, type WireForms } from './feed-keys.ts';
import { storeRecords } from './record-tables.ts';
import { refreshStats } from './refresh-stats.ts';
import type { Tables } from './tables.ts';

/** Records stored at once. */
const CHUNK_RECORDS = 20_000;

/**
 * Stores a page of changes as the hub itself (not as a user): records, feed, a trade's history and the statistics of the hours and days
 * it touches. What is already stored in this state or a newer one is left alone and not published again. Tell `parts.signals` after
 * the commit.
 * @returns the last position of the community's feed
 * @throws RangeError when a record has no wire form; HubError 404 when neither the page nor the hub has the community
 */
export async function ingestPage(tx: Transaction<Tables>, page: ChangePage): Promise<number> {
  const { communityId, community } = page;
  const ingest = new Ingest(tx, communityId);
  // Locks the community, when there is one, before anything is stored.
  await tx.selectFrom('communities').select('id').where('id', '=', communityId).forUpdate().execute();
  if (community) await ingest.add(COMMUNITY_KIND, communityWire.encode(community, communityId));
  await ingest.flush();
  for (const [kind, record] of pageRecords(page, await pseudonyms(tx, page))) {
    await ingest.add(kind, record as WireForms[typeof kind]);
  }
  await ingest.flush();
  await refreshStats(tx, communityId, ingest.touchedTimes);
  return publish(tx, communityId, []);
}

/** The pseudonyms of the members that the page names, by wire id. */
async function pseudonyms(
  tx: Transaction<Tables>,
  { communityId, members = [] }: ChangePage,
): Promise<Map<string, string>> {
  const stored = await tx
    .selectFrom('community_members')
    .select(['id', 'anonymized_id'])
    .where('community_id', '=', communityId)
    .execute();
  const all = new Map(stored.map(({ id, anonymized_id: pseudonym }) => [id, pseudonym]));
  for (const { id, anonymizedId } of members) all.set(id, anonymizedId);
  return all;
}

/** Gathers records of one kind after the other and stores them in bulk. */
class Ingest {
  readonly #tx: Transaction<Tables>;
  readonly #communityId: string;
  #kind: FeedKind = COMMUNITY_KIND;
  /** By key in the feed: of two states in a page the newer counts, and of two that are as new the later. */
  #records = new Map<string, object>();
  /** Of slots with new readings, trades or offers: ISO 8601. */
  readonly touchedTimes = new Set<string>();

  constructor(tx: Transaction<Tables>, communityId: string) {
    this.#tx = tx;
    this.#communityId = communityId;
  }

  async add<Kind extends FeedKind>(kind: Kind, record: WireForms[Kind]): Promise<void> {
    if (kind !== this.#kind || this.#records.size >= CHUNK_RECORDS) await this.flush();
    this.#kind = kind;
    const key = feedKey(kind, record);
    const known = this.#records.get(key);
    if (known && versionOf(known) > versionOf(record)) return;
    this.#records.set(key, record);
  }

  async flush(): Promise<void> {
    if (this.#records.size === 0) return;
    const kind = this.#kind;
    const records = this.#records;
    this.#records = new Map();
    const changed = await this.#store(kind, [...records.values()]);
    const changes = changed.map((key) => ({ kind, key, body: feedBody(records.get(key)!) }));
    await publish(this.#tx, this.#communityId, changes);
    for (const { body } of changes) this.#touch(kind, body);
  }

  /** Returns the feed's keys of what was new. */
  async #store(kind: FeedKind, records: object[]): Promise<string[]> {
    const tx = this.#tx;
    switch (kind) {
      case 'community':
        return ids(await storeRecords(tx, 'communities', records));
      case 'member':
        return this.#storeMembers(records as WireForms['member'][]);
      case 'rule':
        return this.#storeRules(records as WireForms['rule'][]);
      case 'signal': {
        const stored = await storeRecords<{ timestamp: Date }>(tx, 'pricing_signals', records);
        return stored.map(({ timestamp }) => timestamp.toISOString());
      }
      case 'reading': {
        const rows = records.map((record) => ({ ...record, community_id: this.#communityId }));
        const stored = await storeRecords<{ slot: Date; member_id: string }>(tx, 'meter_readings', rows);
        return stored.map(({ slot, member_id: memberId }) => `${slot.toISOString()}/${memberId}`);
      }
      case 'clearing':
        return ids(await storeRecords(tx, 'clearings', records));
      case 'offer':
        return ids(await storeRecords(tx, 'trading_offers', records));
      case 'trade':
        return this.#storeTrades(records);
      case 'settlement':
        return ids(await storeRecords(tx, 'settlement_events', records));
    }
  }

  /** What members were called before is for the database to say: it keeps the names that change. */
  async #storeMembers(members: WireForms['member'][]): Promise<string[]> {
    const changed = ids(await storeRecords(this.#tx, 'community_members', members));
    const renamed = await this.#tx
      .selectFrom('community_members')
      .select(['id', 'former_anonymized_ids'])
      .where('community_id', '=', this.#communityId)
      .where('former_anonymized_ids', 'is not', null)
      .execute();
    const former = new Map(renamed.map((row) => [row.id, row.former_anonymized_ids]));
    for (const member of members) member.former_anonymized_ids = former.get(member.id);
    return changed;
  }

  /** A rule is its head, at its newest version, and all its versions. */
  async #storeRules(versions: readonly WireForms['rule'][]): Promise<string[]> {
    const heads = new Map<string, WireForms['rule']>();
    for (const rule of versions) {
      if (rule.version >= (heads.get(rule.id)?.version ?? 0)) heads.set(rule.id, rule);
    }
    const community_id = this.#communityId;
    const headRows = [...heads.values()].map((rule) => ({ ...rule, community_id }));
    const versionRows = versions.map((rule) => ({ ...rule, rule_id: rule.id, community_id }));
    const newHeads = await storeRecords<{ id: string }>(this.#tx, 'trading_rules', headRows);
    const newVersions = await storeRecords<{ rule_id: string; version: number }>(
      this.#tx,
      'trading_rule_versions',
      versionRows,
    );
    return [
      ...new Set([
        ...newVersions.map(({ rule_id: id, version }) => `${id}/${version}`),
        ...newHeads.map(({ id }) => feedKey('rule', heads.get(id)!)),
      ]),
    ];
  }

  async #storeTrades(trades: object[]): Promise<string[]> {
    const changed = ids(await storeRecords(this.#tx, 'trades', trades));
    await sql`INSERT INTO trade_events (trade_id, community_id, version, settlement_status, failure_code, at, reason)
      SELECT id, community_id, version, settlement_status, failure_code, now(), 'taken over from the source'
      FROM trades WHERE id IN (SELECT value::uuid FROM jsonb_array_elements_text(${JSON.stringify(changed)}::jsonb))
    `.execute(this.#tx);
    return changed;
  }

  #touch(kind: FeedKind, record: object): void {
    if (kind === 'reading' || kind === 'trade') this.touchedTimes.add((record as { slot: string }).slot);
    else if (kind === 'offer') this.touchedTimes.add((record as WireForms['offer']).time_window_start);
  }
}

/** Of readings and trades; 0 of records that have none, or whose key names it. */
function versionOf(record: object): number {
  const { revision, version } = record as { readonly revision?: number; readonly version?: number };
  return revision ?? version ?? 0;
}

function ids(stored: readonly { readonly id: string }[]): string[] {
  return stored.map(({ id }) => id);
}

/** What the feed tells everybody: never who a member is (PROTOCOL.md L14). */
function feedBody(record: object): object {
  return { ...record, user_id: undefined };
}
