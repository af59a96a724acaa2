import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { deviceKeyOf, newDeviceKey } from '#engine/audit/device-key.ts';
import { type Cache, openCache } from '#engine/cache/open.ts';
import { placeOffer } from '#engine/market/offer-drafts.ts';
import { takeOffer } from '#engine/market/offer-taking.ts';
import { stateCode, withdraw } from '#engine/outbox/commands.ts';
import { connectHub } from '#engine/sync/connect.ts';
import { type Pace, ownPace } from '#engine/sync/pace.ts';
import { syncStatus } from '#engine/sync/status.ts';
import { SyncLoop } from '#engine/sync/sync-loop.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { Failure } from '#shared/contract/errors.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { KEY } from '../../fixtures/keys.ts';

export interface DeskOptions {
  /** The cache's file; a new one in a folder that goes with the desk when absent. */
  readonly file?: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly email?: string;
  readonly password?: string;
}

/** A console without a window: cache, outbox and the exchange with the hub, one round at a time. */
export class Desk {
  readonly cache: Cache;
  readonly loop: SyncLoop;
  readonly tasks = new Tasks(() => undefined);
  readonly logged: string[] = [];
  readonly #now: () => number;
  readonly #folder: string | null;

  constructor(options: DeskOptions = {}) {
    this.#folder = options.file === undefined ? mkdtempSync(path.join(tmpdir(), 'commonwatt-desk-')) : null;
    this.#now = options.now ?? Date.now;
    this.cache = openCache({ file: options.file ?? path.join(this.#folder!, 'cache.db'), key: KEY });
    const pace: Pace = { ...ownPace, now: this.#now };
    this.loop = new SyncLoop({
      cache: this.cache,
      audit: new AuditLog({
        cache: this.cache,
        device: deviceKeyOf(newDeviceKey()),
        role: () => 'admin',
        changed: () => undefined,
        log: () => undefined,
      }),
      tasks: this.tasks,
      changed: () => undefined,
      log: (line) => void this.logged.push(line),
      pace,
    });
  }

  async connect(address: string, email: string, password: string): Promise<void> {
    await connectHub(this.cache, { address, email, password }, this.loop.closing);
  }

  get status(): SyncStatus {
    return syncStatus(this.cache.read, this.loop.state);
  }

  /** Rounds until nothing is left to do. Throws when that takes more than `limit` of them. */
  async syncToTheEnd(limit = 30): Promise<void> {
    for (let round = 0; round < limit; round++) {
      await this.loop.once();
      if (this.status.state === 'up-to-date') return;
    }
    throw new Error(`not up to date after ${limit} rounds: ${JSON.stringify(this.status)}`);
  }

  /** A decision that the hub has no reason to refuse: somebody sells a little at a price that nobody pays. Returns its key. */
  decide(communityId: string, key: string, quantityWh = 100): string {
    const now = this.#now();
    const memberId = this.cache.read.pluck<string>(
      'SELECT uid FROM member_view WHERE is_active = 1 ORDER BY anonymized_id LIMIT 1',
    )[0];
    const windowStart = Math.ceil(now / (15 * MINUTE)) * 15 * MINUTE + 15 * MINUTE;
    placeOffer(
      this.cache.write,
      {
        communityId,
        key,
        offer: {
          memberId,
          type: 'sell',
          quantityWh,
          price: 950_000,
          windowStart,
          windowEnd: windowStart + 15 * MINUTE,
        },
      },
      now,
    );
    return key;
  }

  /** Takes a part of some offer that is open; false when there is none that this desk could take. */
  takeAny(communityId: string, quantityWh: number): boolean {
    const now = this.#now();
    const offers = this.cache.read.all<{ id: Uint8Array; member_uid: string }>(
      `SELECT id, member_uid FROM offer_view
       WHERE status = 0 AND type = 1 AND remaining_wh >= ? AND price IS NOT NULL AND window_start > ? ORDER BY id LIMIT 3`,
      [quantityWh, now],
    );
    for (const { id, member_uid: owner } of offers) {
      const takers = this.cache.read.pluck<string>(
        'SELECT uid FROM member_view WHERE is_active = 1 AND uid <> ? ORDER BY balance DESC LIMIT 2',
        [owner],
      );
      for (const memberId of takers) {
        try {
          const request = { communityId, key: crypto.randomUUID(), offerId: uuidText(id), memberId, quantityWh };
          takeOffer(this.cache.write, request, now);
          return true;
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
        }
      }
    }
    return false;
  }

  /** Takes the first decision back that was not sent yet. */
  withdrawFirst(): boolean {
    const [uid] = this.cache.read.pluck<string>(
      `SELECT uid FROM outbox WHERE state = ${stateCode('waiting')} ORDER BY id LIMIT 1`,
    );
    if (uid === undefined) return false;
    withdraw(this.cache.write, uid, this.#now());
    return true;
  }

  /** Rounds until everything is fetched and every decision answered; what was refused or conflicts may stay. */
  async settle(limit = 30): Promise<void> {
    for (let round = 0; round < limit; round++) {
      await this.loop.once();
      const { state, outbox } = this.status;
      if (state === 'up-to-date' || (state === 'outbox' && outbox.waiting === 0)) return;
    }
    throw new Error(`not settled after ${limit} rounds: ${JSON.stringify(this.status)}`);
  }

  async close(): Promise<void> {
    await this.loop.close();
    await this.tasks.drain();
    this.cache.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
