import type { Input, Output } from '#shared/contract/contract.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import { DEFAULT_SLOT_MINUTES, HOUR, localDayRange, MINUTE } from '#shared/domain/slots.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_TIME_ZONE, slotEnergy } from './curves.ts';
import { FAKE_CELLS } from './cells.ts';
import { fakeTotals } from './stats.ts';

const DAY = 24 * HOUR;

/** The pseudonym of a member by its place, counted from 0. */
export function fakePseudonym(index: number): string {
  return `House ${'ABC'[index % 3]}${String(Math.floor(index / 3) + 1).padStart(2, '0')}`;
}

/** The members of a community with what the period was for each of them. */
export function fakeMembers(community: FakeCommunity, range: Input<'members.list'>['range']): MemberSummary[] {
  const ofAll = fakeTotals(community, range);
  const weights = Array.from({ length: community.memberCount }, (_, index) => 0.4 + 1.2 * chance(index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, index) => {
    const prosumer = chance(index + 500) > 0.45;
    const share = weight / total;
    const consumedWh = Math.round(ofAll.consumedWh * share);
    const producedWh = prosumer ? Math.round((ofAll.producedWh * share) / 0.55) : 0;
    const selfConsumedWh = Math.round(Math.min(producedWh * 0.33, consumedWh * 0.6));
    const boughtWh = Math.round(Math.min(ofAll.tradedWh * share, consumedWh - selfConsumedWh));
    const soldWh = prosumer ? Math.round(Math.min((ofAll.tradedWh * share) / 0.55, producedWh - selfConsumedWh)) : 0;
    const worseOff = chance(index + 900) > 0.96;
    const savings = Math.round(boughtWh * (worseOff ? -12 : 96) + soldWh * 74);
    const need = consumedWh - selfConsumedWh;
    return {
      id: `${community.id}-${index + 1}`,
      anonymizedId: fakePseudonym(index),
      role: prosumer ? 'prosumer' : 'consumer',
      isActive: chance(index + 1300) > 0.03,
      joinedAt: (community.dataFrom ?? 0) + (chance(index) > 0.9 ? Math.round(chance(index + 7) * 60) * DAY : 0),
      leftAt: null,
      pvCapacityWp: prosumer ? 3000 + Math.round(chance(index + 40) * 90) * 100 : 0,
      batteryCapacityWh: prosumer && chance(index + 80) > 0.6 ? 5000 + Math.round(chance(index + 3) * 10) * 500 : 0,
      reputationScore: chance(index + 60) > 0.06 ? 78 + Math.round(chance(index + 61) * 22) : null,
      mapCellId: FAKE_CELLS[index % FAKE_CELLS.length].id,
      producedWh,
      consumedWh,
      selfConsumedWh,
      importedWh: need - boughtWh,
      exportedWh: producedWh - selfConsumedWh - soldWh,
      boughtWh,
      soldWh,
      tradeCount: Math.round((boughtWh + soldWh) / 900),
      failedCount: chance(index + 20) > 0.9 ? 1 : 0,
      savings,
      savingsShare: need === 0 ? null : savings / ((need * FAKE_RETAIL) / 1000),
      selfSufficiency: consumedWh === 0 ? null : selfConsumedWh / consumedWh,
      selfConsumption: producedWh === 0 ? null : selfConsumedWh / producedWh,
    };
  });
}

/** `members.get` of the fake bridge. */
export function fakeMember(member: MemberSummary, rules: Output<'members.get'>['rules']): Output<'members.get'> {
  return {
    member,
    reputation: {
      score: member.reputationScore,
      settled: { share: 0.985, settled: 197, failedByOwnFault: 3 },
      honoured: { share: 0.97, honoured: 194, cancelledAfterMatch: 6 },
      standing: { share: 0.17, months: 4 },
    },
    rules,
  };
}

/** `members.day` of the fake bridge. */
export function fakeMemberDay(member: MemberSummary, { day }: Input<'members.day'>): Output<'members.day'> {
  const { from, to } = localDayRange(day, FAKE_TIME_ZONE);
  const curve: Output<'members.day'> = {
    start: [],
    producedWh: [],
    consumedWh: [],
    importedWh: [],
    exportedWh: [],
    batterySoc: [],
  };
  let soc = 35;
  for (let slot = from; slot < to; slot += DEFAULT_SLOT_MINUTES * MINUTE) {
    const { producedWh, consumedWh } = slotEnergy(slot, 2);
    const produced = member.pvCapacityWp > 0 ? producedWh : 0;
    const net = produced - consumedWh;
    soc = Math.max(10, Math.min(100, soc + net / 120));
    curve.start.push(slot);
    curve.producedWh.push(produced);
    curve.consumedWh.push(consumedWh);
    curve.importedWh.push(Math.max(-net, 0));
    curve.exportedWh.push(Math.max(net, 0));
    curve.batterySoc.push(member.batteryCapacityWh > 0 ? Math.round(soc) : null);
  }
  return curve;
}

/** `members.trades` of the fake bridge: one trade each day at noon. */
export function fakeMemberTrades(
  member: MemberSummary,
  { range, before, limit }: Input<'members.trades'>,
): Output<'members.trades'> {
  const newest = Math.floor((before?.executedAt ?? range.to) / DAY - 1e-9) * DAY;
  const count = Math.min(limit, Math.max(0, Math.floor((newest - range.from) / DAY)));
  const side = member.role === 'prosumer' ? 'sold' : 'bought';
  const trades = Array.from({ length: count }, (_, index) => {
    const slot = newest - index * DAY + 11 * HOUR;
    const price = 140_000 + Math.round(chance(slot) * 600) * 100;
    const quantityWh = 200 + Math.round(chance(slot + 1) * 1800);
    const failed = chance(slot + 2) > 0.95;
    return {
      id: `${member.id}-${slot}`,
      executedAt: slot,
      slot,
      side,
      counterparty: `House B${String(1 + Math.floor(chance(slot + 3) * 50)).padStart(2, '0')}`,
      quantityWh,
      price,
      amount: Math.round((quantityWh * price) / 1000),
      savings: Math.round((quantityWh * (side === 'sold' ? price - FAKE_FEED_IN : FAKE_RETAIL - price)) / 1000),
      status: failed ? ('failed' as const) : ('settled' as const),
      failureCode: failed ? ('METER_READING_LATE' as const) : null,
    } satisfies Output<'members.trades'>['trades'][number];
  });
  const last = trades.at(-1);
  return { trades, next: count === limit && last ? { executedAt: newest - (count - 1) * DAY, id: last.id } : null };
}
