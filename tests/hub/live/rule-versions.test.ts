import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerCommand } from '#hub/commands/answer-command.ts';
import { LiveCommunity, PLAYING_DELAY } from '#hub/live/live-community.ts';
import { offerRecord } from '#hub/market/accounts.ts';
import { recordOf } from '#hub/market/wire-row.ts';
import type { Offer, Rule } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { RuleHistory } from '#shared/rules/audit.ts';
import { tradingRuleWire } from '#shared/wire/community.ts';
import { command } from '../commands/console-requests.ts';
import { SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { type RunningHub, startHub } from '../running-hub.ts';

const FIRST = SMALL_SEED.until;

let hub: RunningHub;
let live: LiveCommunity;
let now = FIRST;

beforeAll(async () => {
  hub = await startHub({ now: () => now });
  live = await LiveCommunity.open(hub.db, hub.communityId, 1);
  await live.playSlot();
}, START_TIMEOUT);
afterAll(() => hub.stop());

/** The orders that rules have placed for the slot that is played next. */
async function openOrders(): Promise<Offer[]> {
  const rows = await hub.db
    .selectFrom('trading_offers')
    .selectAll()
    .where('rule_id', 'is not', null)
    .where('time_window_start', '=', new Date(live.next))
    .execute();
  return rows.map(offerRecord);
}

async function allVersions(): Promise<Rule[]> {
  const rows = await hub.db.selectFrom('rules_pseudonymous').selectAll().execute();
  return rows.map((row) => recordOf(tradingRuleWire, { ...row, id: row.rule_id }));
}

/** Changes some rules that have an open order, in a way that lets them go on. */
async function changeFiringRules(): Promise<void> {
  const firing = new Set((await openOrders()).map(({ ruleId }) => ruleId));
  const newest = new Map(
    (await allVersions()).toSorted((a, b) => a.version - b.version).map((rule) => [rule.id, rule]),
  );
  const fired = [...newest.values()].filter(({ id }) => firing.has(id)).slice(0, 3);
  expect(fired).toHaveLength(3);
  for (const rule of fired) {
    const { id: rule_id, version: base_version, ...wire } = tradingRuleWire.encode(rule, hub.communityId);
    const change = { rule_id, base_version, max_quantity_kwh: 50 + base_version, change_reason: null };
    const saved = command(hub, 'rule.save', { ...wire, ...change });
    expect((await answerCommand(hub.parts, hub.users.manager, saved)).result.outcome).toBe('accepted');
  }
}

/** The versions that open orders name, after a look at whether each is the one that held when its order was placed. */
async function namedVersions(): Promise<Set<number | undefined>> {
  const history = new RuleHistory(await allVersions(), 'Europe/Berlin');
  const orders = await openOrders();
  const held = orders.map(({ ruleId, createdAt }) => history.versionAt(ruleId!, createdAt)?.version);
  expect(orders.map(({ ruleVersion }) => ruleVersion)).toEqual(held);
  return new Set(held);
}

it('names the version that held when an order was placed, whenever somebody changes its rule', async () => {
  const named = [await namedVersions()];

  // While the orders are being placed, and the change comes first.
  now = live.next + PLAYING_DELAY + 5;
  await changeFiringRules();
  await live.playSlot();
  named.push(await namedVersions());

  // Likewise, and the orders come first: they are dated some seconds ahead.
  await changeFiringRules();
  named.push(await namedVersions());

  // While the community lives faster than the clock.
  await live.playSlot();
  await live.playSlot();
  await changeFiringRules();
  named.push(await namedVersions());
  await live.playSlot();
  named.push(await namedVersions());

  // While the community catches up with the clock.
  now = live.next + 2 * HOUR;
  await changeFiringRules();
  await live.playSlot();
  named.push(await namedVersions());

  expect(named[0]).toEqual(new Set([1]));
  expect(named.reduce((all, some) => all.union(some)).size).toBeGreaterThan(2);
});
