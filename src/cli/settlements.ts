import { caseGroups, filteredCases } from '#engine/settlement/work-list.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import type { CaseGroup, CaseSummary } from '#shared/contract/settlement-records.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { microToAmount, microToPrice, whToKwh } from '#shared/domain/units.ts';
import { caseStates } from '#shared/settlement/case.ts';
import { fromResolution } from '#shared/wire/settlement.ts';
import { type CommandIo, exitCode, parseChoice, parseFlags, UsageError } from './command.ts';
import { accessCommunity, communityFlags } from './community-access.ts';
import { memberOf } from './trade-flags.ts';

/** Cases that are printed for a person; the JSON has them all. */
const PRINTED = 200;

const listFlags = {
  ...communityFlags,
  cause: { type: 'string' },
  state: { type: 'string' },
  member: { type: 'string' },
} as const;

/** What can be done with settlements. */
const actions: Readonly<Record<string, (args: string[], io: CommandIo) => Promise<number>>> = { list: listSettlements };

/**
 * `settlements list ...`: see there.
 * @throws UsageError naming what can be done
 */
export async function runSettlements([action, ...args]: string[], io: CommandIo): Promise<number> {
  if (action === undefined || !Object.hasOwn(actions, action)) {
    const name = `settlements ${action ?? ''}`.trimEnd();
    throw new UsageError(`${name}: say what to do, one of ${Object.keys(actions).join(', ')}`);
  }
  return await actions[action](args, io);
}

/**
 * `settlements list (--profile DIR | --file F) [--community NAME|ID] [--cause CODE] [--state STATE] [--member NAME|ID] [--json]`: the cases
 * of failed trades by the cause that the data shows, the oldest first. What is not resolved, unless a state is named.
 *
 * The JSON is `{"count","total_amount","groups":[{"cause","count","total_amount","oldest_at","by_state"}],"cases":[{"trade_id",
 * "executed_at","slot","buyer","seller","quantity_kwh","price_per_kwh","total_amount","failure_code","cause","suggestion","state",
 * "opened_at","resolved_at","resolution"}]}`.
 * @returns exit code 0, with and without cases: it is a list
 * @throws UsageError naming the flag, or file, row and field
 */
async function listSettlements(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, listFlags);
  const state = parseChoice('--state', flags.state, caseStates);
  const cause = parseChoice('--cause', flags.cause, failureCodes) ?? null;
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const filter: CaseFilter = {
      range: null,
      cause,
      states: state === undefined ? [] : [state],
      memberId: flags.member === undefined ? null : memberOf(flags.member, context.cache.read, community),
      text: '',
    };
    const groups = caseGroups(context.cache.read, { communityId: community.uid, filter });
    const cases = filteredCases(context.cache.read, community, filter);
    io.stdout(
      flags.json === true ? `${JSON.stringify(toWire(groups, cases))}\n` : table(groups, cases, community.currency),
    );
    return exitCode.fine;
  } finally {
    await access.close();
  }
}

function toWire(groups: readonly CaseGroup[], cases: readonly CaseSummary[]) {
  return {
    count: cases.length,
    total_amount: microToAmount(sumOf(groups)),
    groups: groups.map(({ cause, count, amount, oldestAt, byState }) => ({
      cause,
      count,
      total_amount: microToAmount(amount),
      oldest_at: iso(oldestAt),
      by_state: byState,
    })),
    cases: cases.map((one) => ({
      trade_id: one.tradeId,
      executed_at: iso(one.executedAt),
      slot: iso(one.slot),
      buyer: one.buyer,
      seller: one.seller,
      quantity_kwh: whToKwh(one.quantityWh),
      price_per_kwh: microToPrice(one.price),
      total_amount: microToAmount(one.amount),
      failure_code: one.failureCode,
      cause: one.cause,
      suggestion: one.suggestion,
      state: one.state,
      opened_at: iso(one.openedAt),
      resolved_at: one.resolvedAt === null ? null : iso(one.resolvedAt),
      resolution: one.proposal && fromResolution(one.proposal.resolution),
    })),
  };
}

/** The causes, and the cases in columns. */
function table(groups: readonly CaseGroup[], cases: readonly CaseSummary[], currency: string): string {
  const money = (micro: number): string => `${microToAmount(micro).toFixed(2)} ${currency}`;
  const lines = [
    `${cases.length} cases, ${money(sumOf(groups))}`,
    ...columns(
      groups.map(({ cause, count, amount, oldestAt }) => [
        cause,
        String(count),
        money(amount),
        `since ${iso(oldestAt)}`,
      ]),
    ),
    ...columns(cases.slice(0, PRINTED).map((one) => caseCells(one, money(one.amount)))),
  ];
  if (cases.length > PRINTED) lines.push(`and ${cases.length - PRINTED} more; --json prints them all`);
  return `${lines.join('\n')}\n`;
}

function caseCells(one: CaseSummary, money: string): string[] {
  const cause = one.causeDiffers ? `${one.cause} (reported: ${one.failureCode})` : one.cause;
  return [
    iso(one.slot),
    one.state,
    `${whToKwh(one.quantityWh)} kWh`,
    money,
    `${one.seller} to ${one.buyer}`,
    cause,
    one.suggestion ?? '',
    `trade ${one.tradeId}`,
  ];
}

/** Rows of cells with each column as wide as its widest cell. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => cells[at].length)));
  return rows.map((cells) => cells.map((cell, at) => cell.padEnd(widths[at])).join('  '));
}

function sumOf(groups: readonly CaseGroup[]): number {
  return groups.reduce((sum, { amount }) => sum + amount, 0);
}

const iso = (time: number): string => new Date(time).toISOString();
