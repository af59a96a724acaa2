/** Why a member lost against retail, from its trades and the orders behind them (the never-worse monitor). */
import type { Loss, LossCause } from '../contract/loss-records.ts';
import type { OfferType } from '../domain/records.ts';
import { roundHalfEvenDiv } from '../domain/units.ts';

/** The member's own order behind a trade. Prices in micro-currency per kWh. */
export interface OwnOrder {
  /** Null is a market order. */
  readonly limit: number | null;
  /** Which rule placed it; null by hand. */
  readonly rule: OwnRule | null;
}

export interface OwnRule {
  /** The cache's number, the same for all orders of a rule. */
  readonly number: number;
  /** Wire id; null when the rule is not in the data. */
  readonly id: string | null;
  readonly version: number;
  /** What this version allows: undefined when it is not in the data, null when it has no limit. */
  readonly limit: number | null | undefined;
}

/** A trade as one of its members sees it. Wh, micro-currency per kWh, micro-currency. */
export interface WeighedTrade {
  readonly type: OfferType;
  readonly quantityWh: number;
  readonly price: number;
  /** Retail for what was bought, feed-in for what was sold. */
  readonly tariff: number;
  /** DOMAIN.md section 4. */
  readonly savings: number;
  /** Null when there is none, or it is not in the data. */
  readonly order: OwnOrder | null;
  /** Whether the member has accepted the offer of somebody else, and so has no order of its own. */
  readonly isTaker: boolean;
}

/** How far a price lies beyond another one for who buys or sells: positive is worse for it. */
export function beyond(type: OfferType, price: number, other: number): number {
  return type === 'buy' ? price - other : other - price;
}

/** Whether an order went further than its rule allows (LIMIT_BREACHED in an audit). */
export function isBreach(type: OfferType, { limit, rule }: OwnOrder): boolean {
  if (rule?.limit === undefined || rule.limit === null) return false;
  return limit === null || beyond(type, limit, rule.limit) > 0;
}

/** Why a trade with this order, or without one, could lose. */
export function lossCauseOf({ type, order, isTaker }: Pick<WeighedTrade, 'type' | 'order' | 'isTaker'>): LossCause {
  if (order === null) return isTaker ? 'TAKEN' : 'ORDER_UNKNOWN';
  if (order.rule === null) return order.limit === null ? 'HAND_WITHOUT_LIMIT' : 'HAND_LIMIT';
  if (isBreach(type, order)) return 'RULE_BREACHED';
  return order.limit === null ? 'RULE_WITHOUT_LIMIT' : 'RULE_LIMIT';
}

/** The trades that lost, by cause, side and version of a rule, most lost first. Their savings add up to all that was lost. */
export function lossesBy(trades: readonly WeighedTrade[]): Loss[] {
  const groups = Map.groupBy(
    trades.filter(({ savings }) => savings < 0),
    (trade) => {
      const rule = trade.order?.rule;
      return `${lossCauseOf(trade)}/${trade.type}/${rule?.number ?? ''}/${rule?.version ?? ''}`;
    },
  );
  return [...groups.values()].map(lossOf).toSorted((a, b) => a.savings - b.savings);
}

function lossOf(trades: readonly WeighedTrade[]): Loss {
  const [first] = trades;
  const { type } = first;
  const rule = first.order?.rule;
  const quantityWh = trades.reduce((sum, trade) => sum + trade.quantityWh, 0);
  const furthest = trades.reduce((worst, trade) => (reach(trade) > reach(worst) ? trade : worst));
  return {
    cause: lossCauseOf(first),
    type,
    rule: rule?.id ? { id: rule.id, version: rule.version } : null,
    limit: furthest.order?.limit ?? null,
    trades: trades.length,
    quantityWh,
    savings: trades.reduce((sum, trade) => sum + trade.savings, 0),
    meanPrice: meanOf(trades, quantityWh, ({ price }) => price),
    meanTariff: meanOf(trades, quantityWh, ({ tariff }) => tariff),
  };
}

/** How far beyond its tariff the order of a trade would have gone. */
function reach({ type, order, tariff }: WeighedTrade): number {
  return beyond(type, order?.limit ?? tariff, tariff);
}

function meanOf(trades: readonly WeighedTrade[], quantityWh: number, priceOf: (trade: WeighedTrade) => number): number {
  const sum = trades.reduce((total, trade) => total + BigInt(trade.quantityWh) * BigInt(priceOf(trade)), 0n);
  return roundHalfEvenDiv(sum, BigInt(Math.max(quantityWh, 1)));
}
