import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { microToAmount, microToPrice, whToKwh } from '#shared/domain/units.ts';
import { formatWeekMinute } from '#shared/rules/windows.ts';

type Condition = AuditFinding['conditions'][number];
type Values = Condition['values'];

/** The values of conditions (see AuditCondition) in wire names and decimal numbers. */
const wireValues: Readonly<Record<string, readonly [name: string, toWire: (value: number) => number | string]>> = {
  version: ['rule_version', (value) => value],
  recordedVersion: ['recorded_version', (value) => value],
  validFrom: ['valid_from', (value) => new Date(value).toISOString()],
  minute: ['local_time', formatWeekMinute],
  limit: ['rule_price_per_kwh', microToPrice],
  orderPrice: ['order_price_per_kwh', microToPrice],
  tradePrice: ['trade_price_per_kwh', microToPrice],
  most: ['max_quantity_kwh', whToKwh],
  open: ['open_kwh', whToKwh],
  order: ['order_kwh', whToKwh],
  least: ['min_battery_soc', (value) => value],
  found: ['battery_soc', (value) => value],
};

function conditionToWire({ verdict, outcome, values }: Condition): Record<string, number | string> {
  const wire = Object.entries(values).map(([key, value]): [string, number | string] => {
    const [name, toWire] = wireValues[key];
    return [name, toWire(value)];
  });
  return { verdict, outcome, ...Object.fromEntries(wire) };
}

/** A finding in wire names and decimal numbers. */
export function findingToWire(finding: AuditFinding) {
  const recorded = finding.conditions.find(({ verdict }) => verdict === 'NO_RULE')?.values.recordedVersion;
  return {
    trade_id: finding.tradeId,
    executed_at: new Date(finding.executedAt).toISOString(),
    slot: new Date(finding.slot).toISOString(),
    side: finding.side,
    member: finding.anonymizedId,
    counterparty: finding.counterparty,
    quantity_kwh: whToKwh(finding.quantityWh),
    price_per_kwh: microToPrice(finding.price),
    total_amount: microToAmount(finding.amount),
    verdict: finding.verdict,
    order_id: finding.orderId,
    rule_id: finding.ruleId,
    rule_version: finding.ruleVersion,
    ...(recorded !== undefined && { recorded_version: recorded }),
    conditions: finding.conditions.map(conditionToWire),
  };
}

/** How many findings of a kind there are, for a person. */
export function groupLine(group: RuleAuditResult['groups'][number], currency: string): string {
  const { verdict, findings, members, quantityWh, amount } = group;
  return `${verdict}: ${findings} of ${members} members, ${whToKwh(quantityWh)} kWh, ${microToAmount(amount)} ${currency}`;
}

/** A finding in one line for a person, with why. */
export function findingLine(finding: AuditFinding, currency: string): string {
  const { slot, side, anonymizedId, counterparty, quantityWh, price, verdict, tradeId } = finding;
  const did = side === 'sell' ? 'sold' : 'bought';
  const other = `${side === 'sell' ? 'to' : 'from'} ${counterparty ?? HELD_BACK}`;
  const what = `${anonymizedId ?? HELD_BACK} ${did} ${whToKwh(quantityWh)} kWh at ${perKwh(price, currency)} ${other}`;
  return `${new Date(slot).toISOString()}  ${verdict}  ${what}: ${reasonOf(finding, currency)} (trade ${tradeId})`;
}

const HELD_BACK = 'a member without a pseudonym';

function reasonOf(finding: AuditFinding, currency: string): string {
  const { verdict, side, timeWindows } = finding;
  const values: Values = finding.conditions.find((condition) => condition.verdict === verdict)?.values ?? {};
  switch (verdict) {
    case 'NO_RULE':
      return 'its order names no rule that the member had at that time';
    case 'RULE_DISABLED':
      return 'its rule was switched off';
    case 'OUTSIDE_WINDOW':
      return `${formatWeekMinute(values.minute)} is outside the windows of its rule, ${timeWindows.join(' and ') || 'which has none'}`;
    case 'LIMIT_BREACHED':
      return limitReason(values, side, currency);
    case 'QUANTITY_EXCEEDED':
      return quantityReason(values, side);
    case 'SOC_TOO_LOW':
      return `its battery stood at ${values.found} %, and its rule keeps ${values.least} %`;
    case 'SELF_TRADE':
      return 'the member traded with itself';
    case 'DUPLICATE':
      return 'its rule had ordered for this slot before, or the same two orders had traded the same quantity';
  }
}

function limitReason({ limit, orderPrice }: Values, side: AuditFinding['side'], currency: string): string {
  const ordered = orderPrice === undefined ? 'at any price' : `at ${perKwh(orderPrice, currency)}`;
  return `its order stood ${ordered}, and its rule ${side === 'sell' ? 'asks for' : 'pays'} ${perKwh(limit, currency)}`;
}

function quantityReason({ most, open, order }: Values, side: AuditFinding['side']): string {
  const had = side === 'sell' ? 'had left over' : 'needed';
  const allowed =
    most !== undefined && order > most
      ? `its rule orders ${whToKwh(most)} kWh at most`
      : `the member ${had} ${whToKwh(open)} kWh`;
  return `its order was for ${whToKwh(order)} kWh, and ${allowed}`;
}

function perKwh(micro: number, currency: string): string {
  return `${microToPrice(micro).toFixed(4)} ${currency}/kWh`;
}
