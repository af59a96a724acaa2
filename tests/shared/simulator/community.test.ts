import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addDays, localDay, MINUTE, startOfLocalDay } from '#shared/domain/slots.ts';
import { isUuid, uuidText } from '#shared/domain/uuid.ts';
import { mergeMapCells } from '#shared/privacy/map-cells.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import type { SimulationOptions } from '#shared/simulator/simulation-options.ts';
import { simulate } from './simulated.ts';

const SLOT = 15 * MINUTE;
const until = Date.parse('2026-11-05T11:00:00Z');
const autumn = simulate({ seed: 7, members: 80, days: 30, until });

/** SHA-256 over all records and all columns of all pages. */
function digest(options: SimulationOptions): string {
  const hash = createHash('sha256');
  for (const page of simulateCommunity(options)) {
    for (const [name, value] of Object.entries(page)) {
      hash.update(name);
      if (typeof value !== 'object' || Array.isArray(value) || name === 'community') hash.update(JSON.stringify(value));
      else {
        for (const column of Object.values(value as object)) {
          hash.update(ArrayBuffer.isView(column) ? new Uint8Array(column.buffer) : String(column));
        }
      }
    }
  }
  return hash.digest('hex');
}

describe('a simulated community', () => {
  const small: SimulationOptions = { seed: 11, members: 12, days: 3, until: Date.parse('2026-06-03T09:15:00Z') };

  it('is the same to the byte for the same options, and another for another seed', () => {
    const first = digest(small);
    expect(digest({ ...small })).toBe(first);
    expect(digest({ ...small, timeZone: 'Europe/Berlin' })).toBe(first);
    expect(digest({ ...small, seed: 12 })).not.toBe(first);
  });

  it('is the same on every machine (after a deliberate change of the simulator put the new digest here)', () => {
    expect(digest(small)).toBe('6f37ee245e86e7f4391dbb9c00ddc5686e0ad00237528f0a5b1e9ed8872f0fc0');
  });

  it('is not changed by another one that is simulated at the same time', () => {
    const alone = [...simulateCommunity(small)];
    const other = simulateCommunity({ ...small, seed: 99 });
    const together = [];
    for (const page of simulateCommunity(small)) {
      together.push(page);
      other.next();
    }
    expect(together).toEqual(alone);
  });

  it('opens with the community, the members of the first day and the rules that hold then', () => {
    const { community, members, rules, communityId, memberIds, ruleIds } = autumn.opening;
    expect(community).toMatchObject({
      id: communityId,
      name: 'Sonnenhang',
      postcodeZone: '79104',
      country: 'DEU',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      isDemo: true,
      hasSimulatedTrades: false,
      market: { mechanism: 'uniform-price', slotMinutes: 15, priceCap: 1_000_000, priceFloor: -1_000_000 },
    });
    expect(members?.map(({ id }) => id)).toEqual(memberIds);
    expect(new Set(rules?.map(({ id }) => id))).toEqual(new Set(ruleIds));
    const start = startOfLocalDay(20261007, 'Europe/Berlin');
    expect(members?.every(({ joinedAt }) => joinedAt < start && joinedAt >= (community?.createdAt ?? 0))).toBe(true);
    expect(rules?.every(({ validFrom }) => validFrom < start)).toBe(true);
  });

  it('has a page for each local day, the last one up to the end, with 100 slots when the clock goes back', () => {
    const days = autumn.days.map(({ signals }) => localDay(signals.slot[0], 'Europe/Berlin'));
    expect(days).toEqual(Array.from({ length: 30 }, (_, at) => addDays(20261007, at)));
    const slots = autumn.days.map(({ signals }) => signals.count);
    expect(slots[days.indexOf(20261025)]).toBe(100);
    expect(slots.at(-1)).toBe(48);
    expect(slots.filter((count) => count === 96)).toHaveLength(28);
    const times = autumn.days.flatMap(({ signals }) => [...signals.slot]);
    expect(times.every((time, at) => at === 0 || time === times[at - 1] + SLOT)).toBe(true);
    expect(times.at(-1)).toBe(until - SLOT);
  });

  it('has 92 slots when the clock goes forward, and follows any time zone', () => {
    const counts = (end: string, timeZone?: string) =>
      simulate({ seed: 1, members: 5, days: 3, until: Date.parse(end), ...(timeZone && { timeZone }) }).days.map(
        (day) => {
          expect(day.readings.count).toBe(day.signals.count * 5);
          return day.signals.count;
        },
      );
    expect(counts('2026-03-30T22:00:00Z')).toEqual([96, 92, 96]);
    expect(counts('2026-03-09T04:00:00Z', 'America/New_York')).toEqual([96, 96, 92]);
    expect(counts('2026-10-04T13:00:00Z', 'Australia/Lord_Howe')).toEqual([96, 96, 94]);
    expect(counts('2026-10-27T00:00:00Z', 'Antarctica/Troll')).toEqual([96, 104, 96]);
    expect(counts('2026-06-03T18:15:00Z', 'Asia/Kathmandu')).toEqual([96, 96, 96]);
  });

  it('hands out columns of exact length, each in memory of its own', () => {
    const buffers = new Set<ArrayBufferLike>();
    let columns = 0;
    for (const { signals, readings, clearings, offers, trades } of autumn.days) {
      for (const table of [signals, readings, clearings, offers, trades]) {
        for (const [name, column] of Object.entries(table)) {
          if (typeof column === 'number') continue;
          const width = name === 'id' || name.endsWith('Id') ? 16 : 1;
          if (column.length !== table.count * width) throw new Error(`${name} has ${column.length} entries`);
          if (column.byteLength !== column.buffer.byteLength) throw new Error(`${name} shares its memory`);
          buffers.add(column.buffer);
          columns++;
        }
      }
    }
    expect(buffers.size).toBe(columns);
  });

  it('keeps the positions of members and rules from page to page', () => {
    let before = autumn.opening;
    for (const page of autumn.days) {
      expect(page.memberIds.slice(0, before.memberIds.length)).toEqual(before.memberIds);
      expect(page.ruleIds.slice(0, before.ruleIds.length)).toEqual(before.ruleIds);
      before = page;
    }
    expect(before.memberIds).toHaveLength(80);
  });

  it('knows every id once, users apart from members', () => {
    const ids = [
      ...autumn.memberIds,
      ...[...autumn.members.values()].map(({ userId }) => userId),
      ...autumn.days.at(-1)!.ruleIds,
      autumn.opening.communityId,
    ];
    expect(ids.every(isUuid)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives every offer, clearing and trade an id of its own', () => {
    const seen = new Set<string>();
    let rows = 0;
    for (const { offers, clearings, trades } of autumn.days) {
      for (const { count, id } of [offers, clearings, trades]) {
        rows += count;
        for (let row = 0; row < count; row++) seen.add(uuidText(id, row));
      }
    }
    expect(rows).toBeGreaterThan(50_000);
    expect(seen.size).toBe(rows);
  });
});

describe('the members of a simulated community', () => {
  const records = [...autumn.members.values()];

  it('have unique pseudonyms that do not tell the order of joining', () => {
    const pseudonyms = records.map(({ anonymizedId }) => anonymizedId);
    expect(new Set(pseudonyms).size).toBe(80);
    expect(pseudonyms.every((pseudonym) => /^House [A-H][1-9]\d*$/.test(pseudonym))).toBe(true);
    const zoneA = records.filter(({ anonymizedId }) => anonymizedId.startsWith('House A'));
    const numbers = zoneA
      .sort((a, b) => a.joinedAt - b.joinedAt)
      .map(({ anonymizedId }) => Number(anonymizedId.slice(7)));
    expect(numbers).not.toEqual([...numbers].sort((a, b) => a - b));
  });

  it.each([5, 30, 160, 700])('are a believable mix in a community of %i', (members) => {
    const all =
      simulate({ seed: 3, members, days: 1, until: Date.parse('2026-05-06T00:00:00Z') }).opening.members ?? [];
    const prosumers = all.filter(({ role }) => role === 'prosumer');
    const batteries = prosumers.filter(({ batteryCapacityWh }) => batteryCapacityWh > 0);
    expect(all).toHaveLength(members);
    expect(prosumers.length / members).toBeGreaterThanOrEqual(0.4);
    expect(prosumers.length / members).toBeLessThanOrEqual(0.62);
    expect(prosumers.every(({ pvCapacityWp }) => pvCapacityWp >= 4000 && pvCapacityWp <= 30_000)).toBe(true);
    expect(all.every(({ role, pvCapacityWp }) => (role === 'prosumer') === pvCapacityWp > 0)).toBe(true);
    expect(batteries.every(({ batteryCapacityWh }) => batteryCapacityWh >= 5000 && batteryCapacityWh <= 12_000)).toBe(
      true,
    );
    if (members >= 30) {
      expect(batteries.length / prosumers.length).toBeGreaterThan(0.22);
      expect(batteries.length / prosumers.length).toBeLessThan(0.45);
    }
  });

  it.each([5, 40, 160, 700])('can be shown on the map in groups of five in a community of %i', (members) => {
    const { opening } = simulate({ seed: 3, members, days: 1, until: Date.parse('2026-05-06T00:00:00Z') });
    const places = opening.members?.map(({ mapCell }) => mapCell) ?? [];
    const groups = mergeMapCells(places, 5);
    expect(groups.flatMap((group) => group.members)).toHaveLength(members);
    // Uneven density, but few cells that have to be merged with more than their neighbours.
    if (members >= 40) expect(groups.length).toBeGreaterThan(members / 20);
  });

  it('come and go in the middle of the time, and have readings only while they belong', () => {
    const firstSeen = new Map<number, number>();
    const lastSeen = new Map<number, number>();
    for (const { readings } of autumn.days) {
      for (let row = 0; row < readings.count; row++) {
        const member = readings.member[row];
        if (!firstSeen.has(member)) firstSeen.set(member, readings.slot[row]);
        lastSeen.set(member, readings.slot[row]);
      }
    }
    const start = autumn.days[0].signals.slot[0];
    const joined = records.filter(({ joinedAt }) => joinedAt >= start);
    const left = records.filter(({ leftAt }) => leftAt !== null);
    expect(joined.length).toBeGreaterThan(0);
    expect(left.length).toBeGreaterThan(0);
    for (const [member, id] of autumn.memberIds.entries()) {
      const { joinedAt, leftAt, isActive } = autumn.members.get(id)!;
      expect(firstSeen.get(member)).toBe(Math.max(joinedAt, start));
      expect(lastSeen.get(member)).toBe((leftAt ?? until) - SLOT);
      expect(isActive).toBe(leftAt === null);
    }
  });

  it('have balances above their credit limits, and a reputation once they have traded', () => {
    expect(records.every(({ balance, creditLimit }) => Number.isSafeInteger(balance) && balance >= -creditLimit)).toBe(
      true,
    );
    expect(autumn.opening.members?.every(({ reputationScore }) => reputationScore === null)).toBe(true);
    const scores = records.map(({ reputationScore }) => reputationScore).filter((score) => score !== null);
    expect(scores.length).toBeGreaterThan(60);
    expect(Math.min(...scores)).toBeGreaterThan(50);
    expect(Math.max(...scores)).toBeLessThanOrEqual(100);
  });
});

describe('options that cannot be', () => {
  const good: SimulationOptions = { seed: 1, members: 5, days: 1, until };
  it.each([
    [{ seed: 0.5 }, 'seed'],
    [{ members: 1 }, '2 to 5,000 members, not 1'],
    [{ members: 12.5 }, 'not 12.5'],
    [{ days: 0 }, 'one day or more'],
    [{ until: until + 1 }, 'not the start of a slot'],
    [{ timeZone: 'Europe/Sonnenhang' }, '"Europe/Sonnenhang" is no known time zone'],
  ])('are refused: %j', (wrong, message) => {
    expect(() => simulateCommunity({ ...good, ...wrong }).next()).toThrow(message);
  });
});
