import type { ParsedInput } from '#shared/contract/contract.ts';
import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { type RuleFinding, type RuleVerdict, ruleVerdicts } from '#shared/rules/audit.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { Breath } from '../market/breath.ts';
import { auditedRules } from './audited-rules.ts';
import { type AuditedSlots, auditSlots, findingOf, type JudgedSide } from './audited-trades.ts';

/** How far an audit is, in slots, with what it has found by then. */
export interface RuleAuditProgress {
  readonly done: number;
  readonly total: number;
  readonly result: Omit<RuleAuditResult, 'kept'>;
  /** The findings that have not been told yet. */
  readonly findings: readonly AuditFinding[];
}

/** How much is in memory at once. */
const PIECE = 24 * HOUR;

/**
 * Gives every trade of a period whose orders rules placed its verdict (DOMAIN.md section 7), and tells how far it is, again and again and
 * at the end. In between others get their turn.
 * @param isCancelled asked after each telling; true ends the audit there
 */
export async function auditRules(
  db: ReadDb,
  { communityId, range }: ParsedInput<'rules.audit'>,
  tell: (progress: RuleAuditProgress) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const community = requireCommunity(db, communityId);
  const rules = auditedRules(db, community);
  const slotsUntil = (time: number): number => Math.ceil((time - range.from) / (community.slot_minutes * MINUTE));
  const sums = new AuditSums(range);
  let until = range.from;
  let findings: AuditFinding[] = [];
  const tellAll = (): void => {
    tell({ done: slotsUntil(until), total: slotsUntil(range.to), result: sums.result(), findings });
    findings = [];
  };
  tellAll();
  const breath = new Breath(tellAll, isCancelled);
  while (until < range.to) {
    const piece = { from: until, to: Math.min(until + PIECE, range.to) };
    const slots = auditSlots(db, community, rules, piece);
    sums.add(slots);
    for (const side of slots.judged) {
      if (side.verdict !== 'EXPLAINED') findings.push(findingOf(rules, side, side.verdict));
    }
    until = piece.to;
    if (await breath.take()) return;
  }
  tellAll();
}

interface Group {
  findings: number;
  readonly members: Set<number>;
  quantityWh: number;
  amount: number;
}

/** The numbers of an audit so far. */
class AuditSums {
  readonly #range: RuleAuditResult['range'];
  readonly #verdicts: Record<RuleVerdict, number>;
  readonly #groups = new Map<RuleVerdict, Group>();
  #trades = 0;
  #judged = 0;
  #byHand = 0;
  #withoutOrder = 0;
  #partlyKnown = 0;
  #ruleOrders = 0;

  constructor(range: RuleAuditResult['range']) {
    this.#range = range;
    this.#verdicts = Object.fromEntries(ruleVerdicts.map((verdict) => [verdict, 0])) as Record<RuleVerdict, number>;
  }

  add({ trades, judged, byHand, withoutOrder, ruleOrders }: AuditedSlots): void {
    this.#trades += trades.length;
    this.#judged += judged.length;
    this.#byHand += byHand;
    this.#withoutOrder += withoutOrder;
    this.#ruleOrders += ruleOrders;
    for (const side of judged) {
      this.#verdicts[side.verdict]++;
      if (!side.isKnown) this.#partlyKnown++;
      if (side.verdict !== 'EXPLAINED') this.#addFinding(side);
    }
  }

  #addFinding({ verdict, order, trade }: JudgedSide): void {
    const group = this.#groups.get(verdict) ?? { findings: 0, members: new Set(), quantityWh: 0, amount: 0 };
    group.findings++;
    group.members.add(order.member_id);
    group.quantityWh += trade.quantity_wh;
    group.amount += trade.amount;
    this.#groups.set(verdict, group);
  }

  result(): RuleAuditProgress['result'] {
    return {
      range: this.#range,
      trades: this.#trades,
      judged: this.#judged,
      byHand: this.#byHand,
      withoutOrder: this.#withoutOrder,
      partlyKnown: this.#partlyKnown,
      ruleOrders: this.#ruleOrders,
      verdicts: { ...this.#verdicts },
      groups: ruleVerdicts
        .filter((verdict): verdict is RuleFinding => verdict !== 'EXPLAINED')
        .flatMap((verdict) => {
          const group = this.#groups.get(verdict);
          return group ? [{ ...group, verdict, members: group.members.size }] : [];
        }),
    };
  }
}
