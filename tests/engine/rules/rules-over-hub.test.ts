import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { outboxItems } from '#engine/outbox/list.ts';
import { retry } from '#engine/outbox/retry.ts';
import { listRules, ruleVersions } from '#engine/rules/rule-list.ts';
import { draftFields } from '#engine/rules/rule-rows.ts';
import { saveRule, setRuleEnabled } from '#engine/rules/save-rule.ts';
import type { OutboxRule } from '#shared/contract/outbox.ts';
import type { RuleSummary, RuleVersion } from '#shared/contract/rule-records.ts';
import type { Role } from '#shared/contract/method.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { PASSWORD, type RunningHub, startHub } from '../../hub/running-hub.ts';
import { Desk } from '../sync/faults/desk.ts';

let hub: RunningHub;
const desks: Desk[] = [];

beforeAll(async () => {
  hub = await startHub({ seed: { days: 1 } });
}, 180_000);
afterAll(() => hub.stop());
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

/** A desk that has fetched the community, and does nothing more until it is told to. */
async function deskOf(role: Role) {
  const desk = new Desk({ now: hub.parts.now });
  desks.push(desk);
  await desk.connect(hub.address, hub.users[role].email, PASSWORD);
  await desk.syncToTheEnd();
  const { read, write } = desk.cache;
  const { communityId } = hub;
  const community = () => requireCommunity(read, communityId);
  const rules = (): RuleSummary[] => listRules(read, community(), hub.parts.now());
  const rule = (id: string): RuleSummary => rules().find((one) => one.id === id)!;
  return {
    settle: () => desk.settle(),
    rules,
    rule,
    outbox: () => outboxItems(read, community()) as OutboxRule[],
    versions: (id: string): RuleVersion[] => ruleVersions(read, community(), id),
    save: (
      { id, memberId, baseVersion, ...old }: RuleSummary,
      changes: Partial<RuleDraft>,
      reason: string | null = null,
    ) => {
      const draft = draftFields({ ...old, ...changes });
      const key = crypto.randomUUID();
      return saveRule(write, { communityId, memberId, ruleId: id, baseVersion, draft, reason, key }, hub.parts.now());
    },
    make: (like: RuleSummary, changes: Partial<RuleDraft>) =>
      saveRule(
        write,
        {
          communityId,
          memberId: like.memberId,
          ruleId: null,
          baseVersion: 0,
          draft: draftFields({ ...like, ...changes }),
          reason: null,
          key: crypto.randomUUID(),
        },
        hub.parts.now(),
      ),
    setEnabled: ({ id: ruleId, baseVersion }: RuleSummary, isEnabled: boolean) =>
      setRuleEnabled(write, { communityId, ruleId, baseVersion, isEnabled, key: crypto.randomUUID() }, hub.parts.now()),
    retry: (id: string) => retry(write, id, crypto.randomUUID(), hub.parts.now()),
  };
}

/** A rule that nobody has changed yet: the tests share a hub. */
const untouched = (rules: readonly RuleSummary[]): RuleSummary =>
  rules.find(({ version, type, isEnabled }) => version === 1 && type === 'sell' && isEnabled)!;

describe('a rule that is changed at a desk', () => {
  it('goes to the hub and comes back as a version that says who and why', async () => {
    const desk = await deskOf('manager');
    const before = untouched(desk.rules());
    desk.save(before, { minPrice: 123_000 }, 'Agreed in spring');
    expect(desk.rule(before.id)).toMatchObject({ version: 1, minPrice: 123_000, pending: { state: 'waiting' } });
    await desk.settle();
    expect(desk.outbox()).toEqual([]);
    expect(desk.rule(before.id)).toMatchObject({ version: 2, minPrice: 123_000, pending: null, baseVersion: 2 });
    expect(desk.versions(before.id)).toMatchObject([
      {
        ...draftFields(before),
        minPrice: 123_000,
        version: 2,
        changedBy: 'The manager',
        changeReason: 'Agreed in spring',
      },
      { ...draftFields(before), version: 1 },
    ]);
  });

  it('twice is two versions, and a new rule keeps the id that it got', async () => {
    const desk = await deskOf('manager');
    const before = untouched(desk.rules());
    desk.save(before, { minPrice: 124_000 });
    desk.setEnabled(desk.rule(before.id), false);
    const made = desk.make(before, { timeWindows: ['Sa 10:00-12:00'] });
    desk.save(desk.rule(made.ruleId), { maxQuantityWh: 700 });
    await desk.settle();
    expect(desk.outbox()).toEqual([]);
    expect(desk.versions(before.id).map(({ version, minPrice, isEnabled }) => [version, minPrice, isEnabled])).toEqual([
      [3, 124_000, false],
      [2, 124_000, true],
      [1, before.minPrice, true],
    ]);
    expect(desk.rule(made.ruleId)).toMatchObject({ version: 2, maxQuantityWh: 700, pending: null });
  });

  it('while another desk has changed it is a conflict, beside theirs, and wins when it is decided again', async () => {
    const [first, second] = [await deskOf('manager'), await deskOf('admin')];
    const before = untouched(first.rules());
    const theirs = first.save(before, { minPrice: 125_000 }, 'First');
    const mine = second.save(second.rule(before.id), { minPrice: 126_000 }, 'Second');
    const follows = second.save(second.rule(before.id), { maxQuantityWh: 300 });
    await first.settle();
    await second.settle();
    expect(first.outbox()).toEqual([]);
    expect(second.outbox()).toMatchObject([
      { id: follows.commandId, state: 'conflict' },
      {
        id: mine.commandId,
        state: 'conflict',
        problem: { code: 'VERSION_CONFLICT' },
        before: draftFields(before),
        theirs: { version: 2, minPrice: 125_000, changedBy: 'The manager', changeReason: 'First' },
      },
    ]);
    expect(second.rule(theirs.ruleId)).toMatchObject({ version: 2, minPrice: 125_000, pending: null });

    second.retry(mine.commandId);
    await second.settle();
    await first.settle();
    expect(second.outbox()).toMatchObject([{ id: follows.commandId, state: 'conflict' }]);
    for (const desk of [first, second]) {
      expect(
        desk.versions(before.id).map(({ version, minPrice, changeReason }) => [version, minPrice, changeReason]),
      ).toEqual([
        [3, 126_000, 'Second'],
        [2, 125_000, 'First'],
        [1, before.minPrice, null],
      ]);
    }
  });
});
