import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { type ScenarioName, scenarioNames } from '#shared/contract/counterfactual-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import { Scenarios } from '#shared/counterfactual/scenarios.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { type ChangedLimits, clearedWith, type MemberClearing } from '#shared/stats/changed-limits.ts';
import { isBreach, type OwnRule } from '#shared/stats/losses.ts';
import { groupWith, type LosingGroup, nearestLimit } from '#shared/stats/nearest-limit.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withdrawnMembers } from '../consents/withdrawn.ts';
import { memberRowId } from '../ledger/slot-trades.ts';
import { withBreaths } from '../ledger/scans.ts';
import type { Range } from '../stats/sums.ts';
import { memberClearings, type MemberClearings, type SealedOwnOrder } from './member-clearings.ts';
import { replayedSlots } from './replayed-slots.ts';
import { type MemberTrade, memberTrades, rollingRange } from './weighed-trades.ts';

type Advice = Output<'insights.lossAdvice'>;
type Change = Advice['changes'][number];

/** What would have helped a member; see `insights.lossAdvice`. */
export async function lossAdviceOf(db: ReadDb, input: ParsedInput<'insights.lossAdvice'>): Promise<Advice> {
  const community = requireCommunity(db, input.communityId);
  const member = memberRowId(db, community, input.memberId)!;
  if (withdrawnMembers(db, community, 'advice').has(member)) {
    throw new Failure('CONSENT_MISSING', 'This member has withdrawn the consent to advice. Nothing was looked at.', {
      remedy: 'Advise the member again when a new consent is recorded.',
    });
  }
  return withBreaths(advice(db, community, member, rollingRange(community, input.until)));
}

function* advice(db: ReadDb, community: CommunityRow, member: number, range: Range): Generator<void, Advice> {
  const trades = yield* memberTrades(db, community, member, range);
  const savings = savingsOf(trades);
  const groups = new OrderGroups(trades);
  const found = yield* memberClearings(db, community, member, range, trades, (order) => groups.numberOf(order));
  const changed = new Map<number, number>();
  const changes: Change[] = [];
  for (const { group, rule } of groups.losing(found)) {
    const to = yield* nearestLimit(group);
    if (to === null) continue;
    changed.set(group.group, to);
    const alone = savings + gainBy(new Map([[group.group, to]]), group.clearings);
    changes.push({
      rule: rule?.id ? { id: rule.id, version: rule.version } : null,
      type: group.type,
      from: group.from,
      to,
      savings: alone,
      tradedWh: groupWith(group, to).wh,
      isEnough: alone >= 0,
    });
    yield;
  }
  const all = savings + gainBy(changed, found.clearings);
  return {
    range,
    savings,
    changes,
    together: changes.length === 0 ? null : { savings: all, isEnough: all >= 0 },
    mechanisms: yield* underMechanisms(db, community, member, range),
  };
}

function savingsOf(trades: readonly MemberTrade[]): number {
  return trades.reduce((sum, { savings, hasFailed }) => sum + (hasFailed ? 0 : savings), 0);
}

/** What the member would have saved more with other limits, by all its orders in these clearings. */
function gainBy(changed: ChangedLimits, clearings: readonly MemberClearing[]): number {
  if (changed.size === 0) return 0;
  return clearings
    .filter(({ own }) => own.some(({ group }) => changed.has(group)))
    .reduce((sum, one) => sum + clearedWith(one, changed).savings - clearedWith(one, new Map()).savings, 0);
}

/** Orders of which the limit is changed together. */
interface OrderGroup {
  readonly type: OfferType;
  readonly rule: OwnRule | null;
  readonly trades: MemberTrade[];
}

/** The orders of a member by the version of the rule that placed them, or by hand; each side of the market by itself. */
class OrderGroups {
  /** By their numbers. */
  readonly #groups: OrderGroup[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(trades: readonly MemberTrade[]) {
    for (const trade of trades) {
      const { type, order } = trade;
      if (order === null || isBreach(type, order)) continue;
      const key = keyOf(type, order.rule);
      let number = this.#numbers.get(key);
      if (number === undefined) {
        number = this.#groups.length;
        this.#groups.push({ type, rule: order.rule, trades: [] });
        this.#numbers.set(key, number);
      }
      this.#groups[number].trades.push(trade);
    }
  }

  /** Of an order as it was sealed. Orders that have traded nothing in these days are in no group unless others like them have. */
  numberOf({ type, rule, version, limit }: SealedOwnOrder): number {
    const number = this.#numbers.get(keyOf(type, rule < 0 ? null : { number: rule, version }));
    if (number === undefined) return -1;
    const group = this.#groups[number];
    return isBreach(type, { limit, rule: group.rule }) ? -1 : number;
  }

  /** Those that lost in sum, most lost first. */
  losing({ clearings, tradeIds }: MemberClearings): { readonly group: LosingGroup; readonly rule: OwnRule | null }[] {
    return this.#groups
      .map((group, number) => ({ ...group, number, trades: group.trades.filter(({ hasFailed }) => !hasFailed) }))
      .filter(({ trades }) => savingsOf(trades) < 0)
      .toSorted((a, b) => savingsOf(a.trades) - savingsOf(b.trades))
      .map(({ type, rule, number, trades }) => {
        const outside = trades.filter(({ id }) => !tradeIds.has(id));
        return {
          rule,
          group: {
            group: number,
            type,
            from: ownLimit(type, trades),
            clearings: clearings.filter(({ own }) => own.some((one) => one.group === number)),
            outside: {
              wh: outside.reduce((sum, { quantityWh }) => sum + quantityWh, 0),
              savings: savingsOf(outside),
            },
          },
        };
      });
  }
}

function keyOf(type: OfferType, rule: Pick<OwnRule, 'number' | 'version'> | null): string {
  return rule === null ? type : `${type}/${rule.number}/${rule.version}`;
}

/** The limit of the orders that lost that went furthest; null when one of them had none. */
function ownLimit(type: OfferType, trades: readonly MemberTrade[]): number | null {
  const limits = trades.flatMap(({ order, savings }) => (order === null || savings >= 0 ? [] : [order.limit]));
  return limits.reduce((a: number | null, b) => (a === null || b === null ? null : furthest(type, a, b)));
}

function furthest(type: OfferType, a: number, b: number): number {
  return type === 'buy' ? Math.max(a, b) : Math.min(a, b);
}

const scenarios: readonly ScenarioName[] = scenarioNames.filter((name) => name !== 'retail-only');

function* underMechanisms(
  db: ReadDb,
  community: CommunityRow,
  member: number,
  range: Range,
): Generator<void, Advice['mechanisms']> {
  const [count] = db.pluck<number>('SELECT MAX(id) + 1 FROM member');
  const run = new Scenarios(scenarios, count, 1);
  for (const slot of replayedSlots(db, community, range)) {
    if (slot.tariff !== null) run.add(slot, slot.tariff, 0);
    yield;
  }
  return [...run.tallies].map(([scenario, { savings }]) => ({ scenario, savings: savings[member] }));
}
