/**
 * Why a trade happened: the verdict on every order that a rule has placed and that traded, from the version of the rule that held when the
 * order was placed (DOMAIN.md section 7).
 */
import type { OfferType, Rule } from '../domain/records.ts';
import { type LocalTime, localTime } from '../domain/slots.ts';
import { type PreparedRule, prepareRule } from './firing.ts';
import { isInMask, minuteOfWeek, parseTimeWindow } from './windows.ts';

/** In the order in which they are told: the first that fits is the verdict. The position is no stored code. */
export const ruleVerdicts = [
  'EXPLAINED',
  'NO_RULE',
  'RULE_DISABLED',
  'OUTSIDE_WINDOW',
  'LIMIT_BREACHED',
  'QUANTITY_EXCEEDED',
  'SOC_TOO_LOW',
  'SELF_TRADE',
  'DUPLICATE',
] as const;
export type RuleVerdict = (typeof ruleVerdicts)[number];
export type RuleFinding = Exclude<RuleVerdict, 'EXPLAINED'>;

/**
 * The verdict that a condition gives when it is not met. `unknown` where the data no longer say: a reading that was estimated, is missing
 * or was revised since is not what the rule had before it.
 */
export interface AuditCondition {
  readonly verdict: RuleFinding;
  readonly outcome: 'met' | 'failed' | 'unknown';
  /**
   * What was asked for and what was found, in integer units:
   * - NO_RULE: version (in force; absent without any), recordedVersion (that the order names; absent without any), validFrom
   * - RULE_DISABLED: nothing
   * - OUTSIDE_WINDOW: minute (of the week, see minuteOfWeek)
   * - LIMIT_BREACHED: limit (absent: at any price), orderPrice (absent: a market order), tradePrice
   * - QUANTITY_EXCEEDED: most (Wh; absent without a limit), open (Wh of surplus or need; absent when unknown), order (Wh)
   * - SOC_TOO_LOW: least, found (percent; absent when unknown)
   * - SELF_TRADE, DUPLICATE: nothing
   */
  readonly values: Readonly<Record<string, number>>;
}

/** An order that a rule is said to have placed, with what else is known of its slot. */
export interface AuditedOrder {
  readonly memberId: string;
  readonly type: OfferType;
  readonly slot: number;
  readonly wh: number;
  /** Micro-currency per kWh; null is a market order. */
  readonly price: number | null;
  readonly createdAt: number;
  /** Null when the rule that it names is not known. */
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  /**
   * The member's surplus (sell) or need (buy) of the slot in Wh, without what the member's other rules had offered before; null when the
   * reading of that time is not known.
   */
  readonly openWh: number | null;
  /** Percent; 0 without a battery, null when the reading of that time is not known. */
  readonly batterySoc: number | null;
  /** Whether the same rule had placed an order for the slot before. */
  readonly isRepeated: boolean;
}

/** One trade of such an order. */
export interface AuditedTrade {
  readonly price: number;
  readonly buyerId: string;
  readonly sellerId: string;
  /** Whether the same two orders had traded the same quantity before. */
  readonly isRepeated: boolean;
}

interface Version {
  readonly rule: Rule;
  readonly prepared: PreparedRule;
  /** Whether every window can be read; what cannot stands aside, and outside the others nothing can be told. */
  readonly isReadable: boolean;
}

/** The rules of a community with all their versions, for judging order after order. */
export class RuleHistory {
  readonly #versions = new Map<string, Version[]>();
  readonly #timeZone: string;
  #minute: { readonly slot: number; readonly minute: number } = { slot: Number.NaN, minute: 0 };

  /** @param versions all versions of all rules, in any order */
  constructor(versions: Iterable<Rule>, timeZone: string) {
    this.#timeZone = timeZone;
    for (const rule of versions) {
      const known = this.#versions.get(rule.id);
      const version = versionOf(rule);
      if (known) known.push(version);
      else this.#versions.set(rule.id, [version]);
    }
    for (const known of this.#versions.values()) {
      known.sort((a, b) => a.rule.validFrom - b.rule.validFrom || a.rule.version - b.rule.version);
    }
  }

  /** The version of a rule that held at a time (epoch milliseconds); null when there was none. */
  versionAt(ruleId: string, time: number): Rule | null {
    return this.#at(ruleId, time)?.rule ?? null;
  }

  /** The verdict on a trade, for the side of one of its orders. */
  judge(order: AuditedOrder, trade: AuditedTrade): RuleVerdict {
    return verdictOf(this.trace(order, trade));
  }

  /**
   * Every condition of the verdict, in the order of `ruleVerdicts`. Without a rule there is nothing to hold the order against: then only the
   * conditions that need none follow.
   */
  trace(order: AuditedOrder, trade: AuditedTrade): AuditCondition[] {
    const version = order.ruleId === null ? null : this.#at(order.ruleId, order.createdAt);
    const isMembers = version !== null && isRuleOf(version, order);
    return [
      condition('NO_RULE', isMembers, {
        ...(version && { version: version.rule.version, validFrom: version.rule.validFrom }),
        ...(order.ruleVersion !== null && { recordedVersion: order.ruleVersion }),
      }),
      ...(isMembers ? this.#againstVersion(version, order, trade) : []),
      condition('SELF_TRADE', trade.buyerId !== trade.sellerId),
      condition('DUPLICATE', !order.isRepeated && !trade.isRepeated),
    ];
  }

  /** Whether every condition of the trace is met, none of them unknown: so it is of nearly all, and this builds nothing. */
  isPlain(order: AuditedOrder, trade: AuditedTrade): boolean {
    const version = order.ruleId === null ? null : this.#at(order.ruleId, order.createdAt);
    if (version === null || !isRuleOf(version, order)) return false;
    const { isEnabled, mask, mostWh, leastSoc } = version.prepared;
    const { wh, openWh, batterySoc } = order;
    return (
      isEnabled &&
      isInMask(mask, this.#minuteOf(order.slot)) &&
      isWithinLimit(version.prepared, order, trade) &&
      wh <= mostWh &&
      openWh !== null &&
      wh <= openWh &&
      (leastSoc === 0 || (batterySoc !== null && batterySoc >= leastSoc)) &&
      trade.buyerId !== trade.sellerId &&
      !order.isRepeated &&
      !trade.isRepeated
    );
  }

  #againstVersion({ prepared, isReadable }: Version, order: AuditedOrder, trade: AuditedTrade): AuditCondition[] {
    const minute = this.#minuteOf(order.slot);
    const isInside = isInMask(prepared.mask, minute);
    return [
      condition('RULE_DISABLED', prepared.isEnabled),
      isInside || isReadable
        ? condition('OUTSIDE_WINDOW', isInside, { minute })
        : unknown('OUTSIDE_WINDOW', { minute }),
      limitCondition(prepared, order, trade),
      quantityCondition(prepared, order),
      socCondition(prepared, order),
    ];
  }

  #at(ruleId: string, time: number): Version | null {
    return this.#versions.get(ruleId)?.findLast(({ rule }) => rule.validFrom <= time) ?? null;
  }

  /** Orders come slot after slot: the wall time of the last one is kept. */
  #minuteOf(slot: number): number {
    if (this.#minute.slot !== slot) {
      const local: LocalTime = localTime(slot, this.#timeZone);
      this.#minute = { slot, minute: minuteOfWeek(local) };
    }
    return this.#minute.minute;
  }
}

/** The verdict of a trace: that of the first condition that is not met. */
export function verdictOf(conditions: readonly AuditCondition[]): RuleVerdict {
  return conditions.find(({ outcome }) => outcome === 'failed')?.verdict ?? 'EXPLAINED';
}

function versionOf(rule: Rule): Version {
  const timeWindows = rule.timeWindows.filter((text) => parseTimeWindow(text).ok);
  const isReadable = timeWindows.length === rule.timeWindows.length;
  return { rule, prepared: prepareRule({ ...rule, timeWindows }), isReadable };
}

function isRuleOf({ rule }: Version, order: AuditedOrder): boolean {
  return rule.memberId === order.memberId && rule.type === order.type;
}

function limitCondition(rule: PreparedRule, order: AuditedOrder, trade: AuditedTrade): AuditCondition {
  const values = {
    ...(rule.price !== null && { limit: rule.price }),
    ...(order.price !== null && { orderPrice: order.price }),
    tradePrice: trade.price,
  };
  return condition('LIMIT_BREACHED', isWithinLimit(rule, order, trade), values);
}

/** Neither the order's limit nor the price of the trade may be worse for the member than the limit of the rule. */
function isWithinLimit({ price: limit, type }: PreparedRule, order: AuditedOrder, trade: AuditedTrade): boolean {
  if (limit === null) return true;
  if (order.price === null) return false;
  return type === 'sell' ? order.price >= limit && trade.price >= limit : order.price <= limit && trade.price <= limit;
}

function quantityCondition({ mostWh }: PreparedRule, { wh, openWh }: AuditedOrder): AuditCondition {
  const values = {
    ...(Number.isFinite(mostWh) && { most: mostWh }),
    ...(openWh !== null && { open: openWh }),
    order: wh,
  };
  if (wh > mostWh) return condition('QUANTITY_EXCEEDED', false, values);
  return openWh === null ? unknown('QUANTITY_EXCEEDED', values) : condition('QUANTITY_EXCEEDED', wh <= openWh, values);
}

function socCondition({ leastSoc: least }: PreparedRule, { batterySoc: found }: AuditedOrder): AuditCondition {
  if (least === 0) return condition('SOC_TOO_LOW', true, { least, ...(found !== null && { found }) });
  return found === null
    ? unknown('SOC_TOO_LOW', { least })
    : condition('SOC_TOO_LOW', found >= least, { least, found });
}

function condition(verdict: RuleFinding, isMet: boolean, values: AuditCondition['values'] = {}): AuditCondition {
  return { verdict, outcome: isMet ? 'met' : 'failed', values };
}

function unknown(verdict: RuleFinding, values: AuditCondition['values']): AuditCondition {
  return { verdict, outcome: 'unknown', values };
}
