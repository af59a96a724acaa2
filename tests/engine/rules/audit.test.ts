import { describe, expect, it } from 'vitest';
import { sha256 } from '#engine/market/sha256.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { auditRules, type RuleAuditProgress } from '#engine/rules/audit-rules.ts';
import { explainTrade } from '#engine/rules/explain-trade.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { ruleVerdicts } from '#shared/rules/audit.ts';
import type { RuleViolation } from '#shared/simulator/rule-faults.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { testEngine } from '../fixtures/community.ts';

const DAY = 86_400_000;
/** After the spring clock change, with days on which batteries are still being filled. */
const until = Date.UTC(2026, 3, 10, 11);

interface Audited {
  readonly result: RuleAuditProgress['result'];
  readonly findings: readonly AuditFinding[];
  readonly told: readonly RuleAuditProgress[];
}

function simulated(options: { members: number; days: number; violations: boolean }) {
  const { cache } = testEngine().context;
  const violations: RuleViolation[] = [];
  let communityId = '';
  for (const page of simulateCommunity({ seed: 8, until, ...options }, sha256, violations)) {
    applyPage(cache.write, page);
    communityId = page.communityId;
  }
  const range = { from: until - options.days * DAY, to: until };
  const audit = async (of = range, isCancelled = (): boolean => false): Promise<Audited> => {
    const told: RuleAuditProgress[] = [];
    await auditRules(cache.read, { communityId, range: of }, (progress) => told.push(progress), isCancelled);
    return { result: told.at(-1)!.result, findings: told.flatMap(({ findings }) => findings), told };
  };
  return { cache, communityId, violations, audit, range };
}

const { cache, communityId, violations, audit, range } = simulated({ members: 60, days: 16, violations: true });
const { result, findings, told } = await audit();

describe('the audit of a community whose automaton failed now and then', () => {
  it('finds exactly the orders that should not have been, each under its verdict', () => {
    const orders = (all: { verdict: string; offerId: string }[]): string[] =>
      [...new Set(all.map(({ verdict, offerId }) => `${verdict} ${offerId}`))].sort();
    expect(orders(findings.map(({ verdict, orderId }) => ({ verdict, offerId: orderId })))).toEqual(orders(violations));
    expect(new Set(violations.map(({ verdict }) => verdict))).toEqual(
      new Set(ruleVerdicts.filter((verdict) => verdict !== 'EXPLAINED')),
    );
  });

  it('explains every other trade, also where readings were lost or changed since, and rules and members came and went', () => {
    const { trades, judged, byHand, withoutOrder, partlyKnown, verdicts } = result;
    expect(trades).toBe(cache.read.get<{ count: number }>('SELECT COUNT(*) AS count FROM trade')!.count);
    expect(verdicts.EXPLAINED).toBe(judged - findings.length);
    expect(partlyKnown).toBeGreaterThan(0);
    // Who took an offer, its own or one that had expired, did it by hand and without an order; others bid by hand.
    const [expected] = cache.read.pluck<number>(
      `SELECT COUNT(*) FROM trade LEFT JOIN offer ON offer.community_id = trade.community_id AND offer.window_start = trade.slot
         AND offer.id = trade.buy_offer_id
       WHERE buy_offer_id IS NULL OR offer.rule_id IS NULL`,
    );
    expect(byHand).toBe(expected);
    expect(byHand).toBeGreaterThan(findings.filter(({ verdict }) => verdict === 'SELF_TRADE').length);
    expect(withoutOrder).toBe(0);
    expect(judged + byHand).toBe(2 * trades);
  });

  it('counts what it finds by kind: findings, members, energy and money', () => {
    expect(result.groups.map(({ verdict }) => verdict)).toEqual(
      ruleVerdicts.filter((verdict) => findings.some((finding) => finding.verdict === verdict)),
    );
    for (const group of result.groups) {
      const own = findings.filter(({ verdict }) => verdict === group.verdict);
      expect(group).toEqual({
        verdict: group.verdict,
        findings: own.length,
        members: new Set(own.map(({ memberId }) => memberId)).size,
        quantityWh: own.reduce((sum, { quantityWh }) => sum + quantityWh, 0),
        amount: own.reduce((sum, { amount }) => sum + amount, 0),
      });
      expect(result.verdicts[group.verdict]).toBe(own.length);
    }
  });

  it('tells how far it is in slots, and each finding once', () => {
    const slots = (16 * DAY) / 900_000;
    expect(told[0]).toMatchObject({ done: 0, total: slots, findings: [] });
    expect(told.at(-1)).toMatchObject({ done: slots, total: slots });
    expect(new Set(findings.map(({ tradeId, side }) => tradeId + side)).size).toBe(findings.length);
  });

  it('takes the slots from the start up to but not including the end', async () => {
    const { slot } = findings[0];
    const { length } = findings.filter((finding) => finding.slot === slot);
    expect((await audit({ from: slot, to: slot + 1 })).findings).toHaveLength(length);
    expect((await audit({ from: slot + 1, to: slot + 900_000 })).findings).toEqual([]);
  });

  it('ends where it is cancelled', async () => {
    const { told: before } = await audit(range, () => true);
    expect(before.at(-1)!.done).toBeLessThan(before[0].total);
  });

  it('has clearings that replay all the same: the orders were in them', () => {
    const community = requireCommunity(cache.read, communityId);
    const verdicts = violations.flatMap(({ slot }) =>
      [...verifyClearings(cache.read, community, { from: slot, to: slot + 1 })].map(({ verdict }) => verdict),
    );
    expect(verdicts).toEqual(violations.map(() => 'verified'));
  });

  it('has no name for a member without a pseudonym, nor for whom it traded with', async () => {
    const { memberId, anonymizedId, slot } = findings.find(({ verdict }) => verdict === 'SELF_TRADE')!;
    const rename = (name: string | null): void => {
      cache.write.run('UPDATE member SET anonymized_id = ? WHERE uid = ?', [name, memberId]);
    };
    rename(null);
    try {
      const again = await audit({ from: slot, to: slot + 1 });
      expect(again.findings).toMatchObject([
        { verdict: 'SELF_TRADE', memberId: null, anonymizedId: null, counterparty: null },
      ]);
    } finally {
      rename(anonymizedId);
    }
  });
});

describe('the explanation of a trade', () => {
  it('is the finding of the audit for its side, and the trace of the other one', () => {
    const finding = findings.find(({ verdict }) => verdict === 'LIMIT_BREACHED')!;
    const { tradeId, executedAt } = finding;
    const sides = explainTrade(cache.read, { communityId, tradeId, executedAt });
    expect(sides.map(({ side }) => side)).toEqual(['buy', 'sell']);
    expect(sides).toContainEqual(finding);
    const other = sides.find(({ side }) => side !== finding.side)!;
    expect(other.verdict).toBe('EXPLAINED');
    expect(other.conditions.map(({ verdict }) => verdict)).toEqual(ruleVerdicts.slice(1));
    expect(other.conditions.every(({ outcome }) => outcome !== 'failed')).toBe(true);
  });

  it('knows what the rule had ordered before in the slot', () => {
    const { tradeId, executedAt } = findings.find(({ verdict }) => verdict === 'DUPLICATE')!;
    const sides = explainTrade(cache.read, { communityId, tradeId, executedAt });
    expect(sides.map(({ verdict }) => verdict)).toContain('DUPLICATE');
  });

  it('of a trade that there is not is refused', () => {
    const { tradeId, executedAt } = findings[0];
    for (const wrong of [{ executedAt: executedAt + 1 }, { tradeId: 'none' }, { communityId: 'nobody' }]) {
      expect(() => explainTrade(cache.read, { communityId, tradeId, executedAt, ...wrong })).toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID' }),
      );
    }
  });
});

describe('the audit of a community whose automaton does as it should', () => {
  it('finds nothing', async () => {
    const sound = simulated({ members: 20, days: 14, violations: false });
    expect(sound.violations).toEqual([]);
    const audited = await sound.audit();
    expect(audited.findings).toEqual([]);
    expect(audited.result).toMatchObject({ groups: [], withoutOrder: 0, judged: 2 * audited.result.trades });
    expect(audited.result.judged).toBeGreaterThan(500);
  });
});
