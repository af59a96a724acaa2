import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { syncPageFields } from '#shared/wire/sync.ts';
import { START_TIMEOUT } from '../databases.ts';
import { fromFeed, putOffer } from '../market/market-under-test.ts';
import { Desk, iso, OPEN } from './desk.ts';

let desk: Desk;
let now: string;

beforeAll(async () => {
  desk = await Desk.start();
  now = iso(desk.hub.parts.now());
}, START_TIMEOUT);
afterAll(() => desk.hub.stop());

/** Makes a rule; returns what was sent. */
async function made(change: object = {}): Promise<ReturnType<Desk['ruleDraft']>> {
  const draft = desk.ruleDraft(change);
  expect(await desk.send(desk.save(draft))).toMatchObject({ outcome: 'accepted' });
  return draft;
}

const versionsOf = (ruleId: unknown) =>
  desk.hub.db
    .selectFrom('trading_rule_versions')
    .selectAll()
    .where('rule_id', '=', String(ruleId))
    .orderBy('version')
    .execute();
const head = (ruleId: string) =>
  desk.hub.db.selectFrom('trading_rules').selectAll().where('id', '=', ruleId).executeTakeFirstOrThrow();
/** Stores windows as an import may bring them. */
const setWindows = (ruleId: string, windows: readonly string[]) =>
  desk.hub.db
    .updateTable('trading_rule_versions')
    .set({ time_windows: JSON.stringify(windows) })
    .where('rule_id', '=', ruleId)
    .execute();
const setActive = (memberId: string, isActive: boolean) =>
  desk.hub.db.updateTable('community_members').set({ is_active: isActive }).where('id', '=', memberId).execute();

describe('making a rule', () => {
  it('keeps its first version, with who made it and why, and tells it in the feed', async () => {
    const draft = desk.ruleDraft({ change_reason: 'The roof has more panels.' });
    const result = await desk.send(desk.save(draft));
    expect(result).toMatchObject({ outcome: 'accepted' });
    const { rule_id: id, base_version: _, ...says } = draft;
    const told = await fromFeed(desk.hub.db, 'rule', `${id}/1`);
    expect(told).toMatchObject({
      ...says,
      id,
      version: 1,
      created_at: now,
      valid_from: now,
      changed_by: 'The manager',
      last_matched_at: null,
    });
    expect(await versionsOf(id)).toMatchObject([
      { version: 1, max_quantity_kwh: 1.5, time_windows: ['* 10:00-14:00'] },
    ]);
    expect(await head(id)).toMatchObject({ version: 1, member_id: desk.members[0].id });
  });

  it('reaches consoles with their next pull', async () => {
    const pull = async (query: Record<string, string>) => {
      const search = new URLSearchParams({ community: desk.hub.communityId, ...query }).toString();
      const response = await fetch(`${desk.hub.address}/api/sync?${search}`, { headers: desk.headers });
      return syncPageFields.parse(await response.json());
    };
    let page = await pull({});
    while (!page.complete) page = await pull({ cursor: page.next });
    const { rule_id: id } = await made();
    const next = await pull({ cursor: page.next });
    expect(next.changes.rule).toMatchObject([{ id, version: 1, changed_by: 'The manager' }]);
  });

  it('names nobody by an address', async () => {
    const { db, users } = desk.hub;
    const name = (text: string) =>
      db.updateTable('hub_users').set({ name: text }).where('id', '=', users.manager.id).execute();
    await name('max@hub.example');
    const { rule_id: id } = await made();
    await name(users.manager.name);
    expect(await versionsOf(id)).toMatchObject([{ changed_by: 'max' }]);
  });

  it.each([
    ['a member that is none', { member_id: 'nobody' }, 'INPUT_INVALID', 'memberId'],
    ['a window that cannot be read', { time_windows: ['Mo 10:00-11:00', 'noon'] }, 'INPUT_INVALID', 'timeWindows'],
    ['an unthinkable price', { min_price: 2_000_000_000 }, 'PRICE_INVALID', 'minPrice'],
    ['crossed limits', { min_price: 0.3, max_price: 0.2 }, 'RULE_CONFLICT', 'minPrice'],
    ['a limit above the cap', { min_price: 1.1 }, 'RULE_CONFLICT', 'minPrice'],
    ['a quantity of zero', { max_quantity_kwh: 0 }, 'RULE_CONFLICT', 'maxQuantityWh'],
  ])('refuses %s for good', async (_, change, code, field) => {
    const sent = desk.save(desk.ruleDraft(change));
    const result = await desk.send(sent);
    expect(result).toMatchObject({ outcome: 'refused', error: { code, details: { field } } });
    expect(await desk.kept(sent.key)).toHaveLength(1);
  });

  it('allows a rule that is switched off what would keep it from being enabled', async () => {
    const draft = await made({ max_quantity_kwh: 0, is_enabled: false });
    const on = await desk.send(desk.save({ ...draft, base_version: 1, is_enabled: true }));
    expect(on).toMatchObject({ outcome: 'refused', error: { code: 'RULE_CONFLICT' } });
  });

  it('is not kept from it by a rule of the member whose windows cannot be read', async () => {
    const { rule_id: id } = await made();
    await setWindows(id, ['noon']);
    await made();
  });

  it.each(['viewer', 'auditor'] as const)('is refused to a %s', async (role) => {
    const draft = desk.ruleDraft();
    const result = await desk.send(desk.save(draft), await desk.hub.headersOf(role));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'FORBIDDEN' } });
    expect(result.error!.message).toContain('rules');
    expect(await versionsOf(draft.rule_id)).toEqual([]);
  });
});

describe('changing a rule', () => {
  it('adds a version and leaves those before as they were', async () => {
    const draft = await made();
    const [first] = await versionsOf(draft.rule_id);
    const change = { base_version: 1, min_price: null, time_windows: ['Sa,Su 00:00-24:00'], is_enabled: false };
    expect(await desk.send(desk.save({ ...draft, ...change }))).toMatchObject({ outcome: 'accepted' });
    const [stillFirst, second] = await versionsOf(draft.rule_id);
    expect(stillFirst).toEqual(first);
    expect(second).toMatchObject({ version: 2, min_price: null, is_enabled: false, created_at: first.created_at });
    expect(second.valid_from.getTime()).toBeGreaterThan(first.valid_from.getTime());
    expect(await head(draft.rule_id)).toMatchObject({ version: 2 });
    const told = await fromFeed(desk.hub.db, 'rule', `${draft.rule_id}/2`);
    expect(told).toMatchObject({ time_windows: ['Sa,Su 00:00-24:00'], version: 2 });
  });

  it('keeps when the rule traded last', async () => {
    const draft = await made();
    const at = iso(desk.hub.parts.now() - MINUTE);
    await desk.hub.db
      .updateTable('trading_rules')
      .set({ last_matched_at: at })
      .where('id', '=', draft.rule_id)
      .execute();
    await desk.send(desk.save({ ...draft, base_version: 1, is_enabled: false }));
    expect(await fromFeed(desk.hub.db, 'rule', `${draft.rule_id}/2`)).toMatchObject({ last_matched_at: at });
  });

  it('C10: is a conflict with the rule as it is now when the version changed is not the newest one', async () => {
    const draft = await made();
    await desk.send(desk.save({ ...draft, base_version: 1, min_price: 0.12, change_reason: 'First.' }));
    const late = await desk.send(desk.save({ ...draft, base_version: 1, min_price: 0.14 }));
    expect(late).toMatchObject({
      outcome: 'conflict',
      error: { code: 'VERSION_CONFLICT' },
      their_rule: {
        id: draft.rule_id,
        version: 2,
        min_price: 0.12,
        change_reason: 'First.',
        changed_by: 'The manager',
      },
    });
    const twice = await desk.send(desk.save(draft));
    expect(twice).toMatchObject({ outcome: 'conflict', their_rule: { version: 2 } });
    expect(await versionsOf(draft.rule_id)).toHaveLength(2);
  });

  it('is a conflict without a rule beside it when the hub has none of that id', async () => {
    const result = await desk.send(desk.save(desk.ruleDraft({ base_version: 3 })));
    expect(result).toMatchObject({ outcome: 'conflict', error: { code: 'VERSION_CONFLICT' } });
    expect(result.their_rule).toBeUndefined();
  });

  it.each([
    ['its member', () => ({ member_id: desk.members[1].id }), 'memberId'],
    ['its type', () => ({ type: 'buy' }), 'type'],
  ])('C11: a rule keeps %s', async (_, change, field) => {
    const draft = await made();
    const result = await desk.send(desk.save({ ...draft, base_version: 1, ...change() }));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID', details: { field } } });
    expect(await versionsOf(draft.rule_id)).toHaveLength(1);
  });

  it('C11: a save that changes nothing but the reason is refused', async () => {
    const draft = await made();
    const result = await desk.send(desk.save({ ...draft, base_version: 1, change_reason: 'Just so.' }));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID' } });
    expect(await versionsOf(draft.rule_id)).toHaveLength(1);
  });

  it('lets the rule of a member who has left be switched off, and not on again', async () => {
    const { id: member_id } = desk.members[2];
    const draft = await made({ member_id });
    await setActive(member_id, false);
    const off = await desk.send(desk.save({ ...draft, base_version: 1, is_enabled: false }));
    const on = await desk.send(desk.save({ ...draft, base_version: 2, is_enabled: true }));
    await setActive(member_id, true);
    expect(off).toMatchObject({ outcome: 'accepted' });
    expect(on).toMatchObject({ outcome: 'refused', error: { code: 'MEMBER_INACTIVE' } });
  });

  it('lets a rule that cannot be read be switched off, and not changed otherwise', async () => {
    const draft = { ...(await made()), base_version: 1, time_windows: ['noon'] };
    await setWindows(draft.rule_id, draft.time_windows);
    const changed = await desk.send(desk.save({ ...draft, is_enabled: false, min_price: 0.2 }));
    expect(changed).toMatchObject({ outcome: 'refused', error: { details: { field: 'timeWindows' } } });
    expect(await desk.send(desk.save({ ...draft, is_enabled: false }))).toMatchObject({ outcome: 'accepted' });
  });

  it('C12: the new version begins to hold after every order that the rule has placed', async () => {
    const draft = await made();
    const createdAt = desk.hub.parts.now() + 3000;
    const placed = { memberId: desk.members[0].id, type: 'sell', quantityWh: 100, price: 100_000 } as const;
    const slot = { windowStart: OPEN, windowEnd: OPEN + 15 * MINUTE };
    const order = { ...placed, ...slot, createdAt, ruleId: draft.rule_id, ruleVersion: 1 };
    await putOffer(desk.hub.db, desk.hub.communityId, order);
    await putOffer(desk.hub.db, desk.hub.communityId, { ...order, createdAt: createdAt + 1000, ruleId: randomUUID() });
    await desk.send(desk.save({ ...draft, base_version: 1, is_enabled: false }));
    const [, second] = await versionsOf(draft.rule_id);
    expect(second.valid_from.getTime()).toBe(createdAt + 1);
  });

  it('C12: where slots are cleared ahead of the clock, it holds from the last of them on', async () => {
    const draft = await made();
    const { db } = desk.hub;
    const [cleared] = await db.selectFrom('clearings').selectAll().limit(1).execute();
    const ahead = { id: randomUUID(), slot: new Date(OPEN + HOUR), interval: null, certificate: null };
    await db
      .insertInto('clearings')
      .values({ ...cleared, ...ahead })
      .execute();
    await desk.send(desk.save({ ...draft, base_version: 1, is_enabled: false }));
    await db.deleteFrom('clearings').where('id', '=', ahead.id).execute();
    const [, second] = await versionsOf(draft.rule_id);
    expect(second.valid_from).toEqual(ahead.slot);
  });
});

describe('the key of a saved rule', () => {
  it('makes one version, however often it comes, and cannot come with another content', async () => {
    const draft = desk.ruleDraft();
    const sent = desk.save(draft);
    const first = await desk.send(sent);
    expect(await desk.send(sent)).toEqual(first);
    const other = await desk.send({ ...desk.save({ ...draft, min_price: 0.2 }), key: sent.key });
    expect(other).toMatchObject({ outcome: 'refused', error: { details: { field: 'key' } } });
    expect(await versionsOf(draft.rule_id)).toHaveLength(1);
  });

  it('is answered with the same conflict again', async () => {
    const draft = await made();
    const sent = desk.save({ ...draft, base_version: 7 });
    const first = await desk.send(sent);
    expect(first).toMatchObject({ outcome: 'conflict', their_rule: { version: 1 } });
    expect(await desk.send(sent)).toEqual(first);
  });
});

it('leaves an audit entry of the rule, with its member and the version that was changed', async () => {
  const draft = await made();
  const sent = desk.save({ ...draft, base_version: 1, is_enabled: false, offer_id: randomUUID() });
  await desk.send(sent);
  expect(await desk.audited(sent.key)).toMatchObject([
    {
      user_id: desk.hub.users.manager.id,
      community_id: desk.hub.communityId,
      action: 'rule.save',
      subject: draft.rule_id,
      outcome: 'accepted',
      details: { member_id: draft.member_id, base_version: 1 },
    },
  ]);
});

it('shows and changes no rule of a community that is not open to the person', async () => {
  const { db } = desk.hub;
  const own = await db.selectFrom('communities').selectAll().executeTakeFirstOrThrow();
  const json = { boundary: JSON.stringify(own.boundary), market: JSON.stringify(own.market) };
  await db
    .insertInto('communities')
    .values({ ...own, ...json, id: 'foreign' })
    .execute();
  const member = await db.selectFrom('community_members').selectAll().limit(1).executeTakeFirstOrThrow();
  await db
    .insertInto('community_members')
    .values({ ...member, id: 'stranger', community_id: 'foreign', former_anonymized_ids: null })
    .execute();
  const rule = await made();
  await db
    .updateTable('trading_rules')
    .set({ community_id: 'foreign', member_id: 'stranger' })
    .where('id', '=', rule.rule_id)
    .execute();
  await db
    .updateTable('trading_rule_versions')
    .set({ community_id: 'foreign' })
    .where('rule_id', '=', rule.rule_id)
    .execute();

  const changed = await desk.send(desk.save({ ...rule, base_version: 1, is_enabled: false }));
  expect(changed).toMatchObject({ outcome: 'conflict', error: { code: 'VERSION_CONFLICT' } });
  expect(changed.their_rule).toBeUndefined();
  const taken = await desk.send(desk.save(rule));
  expect(taken).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID', details: { field: 'rule_id' } } });
  const forStranger = await desk.send(desk.save(desk.ruleDraft({ member_id: 'stranger' })));
  expect(forStranger).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID' } });
  expect(await versionsOf(rule.rule_id)).toHaveLength(1);
});
