import { outboxKinds } from '#shared/domain/outbox.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { fromResolution } from '#shared/wire/settlement.ts';
import type { HubCommand } from '#shared/wire/sync.ts';
import { draftOf } from './rule-decisions.ts';
import { settlementDecisionOf } from './settlement-decisions.ts';

/** What the hub is told of a row of `outbox`. */
export interface CommandRow {
  /** Wire id. */
  readonly member: string;
  readonly kind: number;
  readonly type: number;
  readonly quantity_wh: number;
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
  readonly offer_id: Uint8Array;
  readonly rule_uid: string | null;
  readonly base_version: number;
  readonly rule: string;
  readonly trade_id: Uint8Array;
  readonly case_number: number;
  readonly settlement: string;
  readonly reason: string | null;
}

/** The columns of a CommandRow in `outbox`, beside its member. */
export const COMMAND_COLUMNS = `outbox.kind, outbox.type, outbox.quantity_wh, outbox.price, outbox.window_start, outbox.window_end,
  outbox.offer_id, outbox.rule_uid, outbox.base_version, outbox.rule, outbox.trade_id, outbox.case_number, outbox.settlement, outbox.reason`;

/** A decision as the hub is told it. */
export function hubCommand(row: CommandRow): HubCommand {
  switch (outboxKinds[row.kind]) {
    case 'offer':
      return placeCommand(row);
    case 'trade':
      return takeCommand(row);
    case 'rule':
      return ruleCommand(row);
    case 'settlement':
      return caseCommand(row);
  }
}

function placeCommand(row: CommandRow): HubCommand {
  return {
    kind: 'offer.place',
    data: {
      offer_id: uuidText(row.offer_id),
      member_id: row.member,
      type: offerTypes[row.type],
      quantity_kwh: row.quantity_wh,
      price_per_kwh: row.price,
      time_window_start: row.window_start,
      time_window_end: row.window_end,
    },
  };
}

function takeCommand({ offer_id: offerId, member, quantity_wh: quantityWh, price }: CommandRow): HubCommand {
  return {
    kind: 'offer.take',
    data: {
      offer_id: uuidText(offerId),
      member_id: member,
      quantity_kwh: quantityWh,
      // What is taken has a limit: `offer-taking` refuses what has none.
      price_per_kwh: price!,
    },
  };
}

function ruleCommand({ member, rule_uid: ruleId, base_version, rule, reason }: CommandRow): HubCommand {
  const draft = draftOf(rule);
  return {
    kind: 'rule.save',
    data: {
      // A row of this kind has one.
      rule_id: ruleId!,
      member_id: member,
      base_version,
      type: draft.type,
      max_quantity_kwh: draft.maxQuantityWh,
      max_price: draft.maxPrice,
      min_price: draft.minPrice,
      min_battery_soc: draft.minBatterySoc,
      time_windows: [...draft.timeWindows],
      is_enabled: draft.isEnabled,
      change_reason: reason,
    },
  };
}

function caseCommand(row: CommandRow): HubCommand {
  const { action, resolution, asksApproval } = settlementDecisionOf(row.settlement);
  const seen = {
    trade_id: uuidText(row.trade_id),
    trade_version: row.base_version,
    case_number: row.case_number,
    // A step in a case always has one.
    reason: row.reason!,
  };
  if (action !== 'propose') return { kind: 'settlement.decide', data: { ...seen, decision: action } };
  return {
    kind: 'settlement.propose',
    data: { ...seen, resolution: fromResolution(resolution), asks_approval: asksApproval },
  };
}
