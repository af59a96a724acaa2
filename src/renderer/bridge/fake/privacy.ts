/** Invented retention, requests and privacy figures: a community whose first readings have just become two years old. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { ErasureRecord, LegalHold, RetentionPlan } from '#shared/contract/privacy-records.ts';
import { measures } from '#shared/contract/insight-records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { groundsFor } from '#shared/privacy/erasure.ts';
import { reIdentificationRisk, type RiskRow } from '#shared/privacy/re-identification.ts';
import { clockClasses, clockConflict, clockRules, type Clocks, cutoffOf } from '#shared/privacy/retention.ts';
import { type ExportDataset, quasiIdentifiers } from '#shared/privacy/quasi-identifiers.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_TIME_ZONE } from './curves.ts';
import { fakeMembers } from './members.ts';
import { FakeProblem, type FakeState } from './state.ts';
import { startTask } from './tasks.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type PrivacyMethod = Extract<MethodName, `privacy.${string}`>;

const DAY = 24 * HOUR;
const standard = Object.fromEntries(clockClasses.map((name) => [name, clockRules[name].standard])) as Clocks;
const PLAN_ID = '4b1f0c9d'.repeat(8);

/** Rows that are due of each class, and what goes of them. */
const due: Readonly<Record<(typeof clockClasses)[number], { rows: number; table: string }>> = {
  meter: { rows: 92_160, table: 'meter_reading' },
  offer: { rows: 14_820, table: 'offer' },
  trade: { rows: 0, table: 'trade' },
  audit: { rows: 0, table: 'audit_entry' },
  identity: { rows: 1, table: 'identity' },
};

/** `privacy` of the fake bridge. */
export function createFakePrivacy(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<PrivacyMethod> {
  const clocks = new Map<string, Clocks>();
  const holds: LegalHold[] = [];
  const records: ErasureRecord[] = [
    {
      id: 'record-1',
      at: state.now - 31 * DAY,
      kind: 'member',
      class: null,
      cutoff: null,
      counts: { meter_reading: 61_440, offer: 4210, rule_version: 3, consent: 3, identity: 1, certificate: 5120 },
      auditEntry: 212,
    },
  ];
  let isCleared = false;

  const memberOf = (memberId: string) => {
    const range = { from: state.now - 30 * DAY, to: state.now };
    const found = state.communities.flatMap((one) => fakeMembers(one, range)).find(({ id }) => id === memberId);
    if (found === undefined)
      throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no member ${memberId}.` });
    return found;
  };
  const cutoff = (name: (typeof clockClasses)[number], lengths: Clocks): number =>
    cutoffOf(name, lengths[name], state.now, FAKE_TIME_ZONE);
  const changed = () => state.emit('cache.changed', { areas: ['privacy'] });

  function plan(communityId: string): RetentionPlan {
    const lengths = clocks.get(communityId) ?? standard;
    return {
      id: PLAN_ID,
      isKeptByHub: communityOf(communityId).name.includes('hub'),
      classes: clockClasses.map((name) => {
        const rows = isCleared ? 0 : due[name].rows;
        const own = holds.filter((hold) => hold.liftedAt === null && (hold.class === null || hold.class === name));
        const heldBack = own.some(({ memberId }) => memberId === null) ? rows : Math.round((rows * own.length) / 64);
        const treatment = name === 'audit' ? 'keep' : name === 'meter' ? 'aggregate' : 'delete';
        const going = rows - heldBack;
        return {
          class: name,
          cutoff: cutoff(name, lengths),
          due: rows,
          heldBack,
          holds: heldBack > 0 ? own.map(({ id }) => id) : [],
          treatment,
          deletes: going === 0 || treatment === 'keep' ? {} : { [due[name].table]: going },
        };
      }),
    };
  }

  return {
    'privacy.retention': ({ communityId }) => {
      communityOf(communityId);
      const lengths = clocks.get(communityId) ?? standard;
      return {
        clocks: clockClasses.map((name) => ({
          class: name,
          ...clockRules[name],
          length: lengths[name],
          cutoff: cutoff(name, lengths),
          clearedBefore: isCleared && name !== 'audit' ? cutoff(name, lengths) : null,
        })),
        holds: holds.toSorted((a, b) => b.setAt - a.setAt),
        records: records.toSorted((a, b) => b.at - a.at),
        isKeptByHub: false,
      };
    },
    'privacy.setClocks': ({ communityId, clocks: lengths }) => {
      const changedClocks = { ...(clocks.get(communityId) ?? standard), ...lengths };
      if (clockConflict(changedClocks) !== null) throw new FakeProblem({ code: 'INPUT_INVALID' });
      clocks.set(communityId, changedClocks);
      changed();
      return {};
    },
    'privacy.setHold': ({ memberId, class: held, reason }) => {
      const id = `hold-${holds.length + 1}`;
      const anonymizedId = memberId === null ? null : memberOf(memberId).anonymizedId;
      holds.push({ id, memberId, anonymizedId, class: held, reason, setAt: state.now, liftedAt: null });
      changed();
      return { holdId: id };
    },
    'privacy.liftHold': ({ holdId }) => {
      const at = holds.findIndex(({ id, liftedAt }) => id === holdId && liftedAt === null);
      if (at < 0) throw new FakeProblem({ code: 'INPUT_INVALID' });
      holds[at] = { ...holds[at], liftedAt: state.now };
      changed();
      return {};
    },
    'privacy.dryRun': ({ communityId }) => plan(communityId),
    'privacy.runRetention': ({ communityId, planId }) => {
      if (planId !== PLAN_ID) throw new FakeProblem({ code: 'INPUT_INVALID' });
      const going = plan(communityId).classes.filter(({ deletes }) => Object.keys(deletes).length > 0);
      const total = going.flatMap(({ deletes }) => Object.values(deletes)).reduce((sum, rows) => sum + rows, 0);
      for (const one of going) {
        const id = `record-${records.length + 1}`;
        const { class: name, cutoff: before, deletes: counts } = one;
        records.push({ id, at: state.now, kind: 'retention', class: name, cutoff: before, counts, auditEntry: 247 });
      }
      isCleared = true;
      const { name: subject } = communityOf(communityId);
      return startTask(state, {
        kind: 'retention',
        subject,
        unit: 'rows',
        total,
        communityId,
        outcome: { rows: total },
        changes: ['privacy'],
      });
    },
    'privacy.erasurePreview': ({ memberId }) => {
      const { anonymizedId, isActive, leftAt, failedCount } = memberOf(memberId);
      const isHeld = holds.some((hold) => hold.liftedAt === null && (hold.memberId ?? memberId) === memberId);
      return {
        memberId,
        anonymizedId,
        isActive,
        leftAt,
        refusal: isHeld ? 'legal-hold' : failedCount > 0 ? 'open-trades' : null,
        deletes: { meter_reading: 61_440, offer: 4210, rule_version: 3, consent: 3, identity: 1 },
        keeps: { trade: 1284, settlement_event: 4, rollup_member_day: 640 },
        grounds: groundsFor(!isActive),
      };
    },
    'privacy.eraseMember': ({ memberId }) => {
      const communityId = memberId.slice(0, memberId.lastIndexOf('-'));
      const { name: subject } = communityOf(communityId);
      return startTask(state, { kind: 'erasure', subject, unit: 'clearings', total: 5120, communityId });
    },
    'privacy.accessPack': ({ memberId }) =>
      startTask(state, {
        kind: 'access-pack',
        subject: `access-pack ${memberOf(memberId).anonymizedId}.zip`,
        unit: 'rows',
        total: 67_584,
        outcome: { rows: 67_584 },
      }),
    'privacy.meter': ({ range }) => fakeMeter(range),
    'privacy.exportRisk': ({ communityId, range, dataset, columns }) =>
      fakeRisk(riskRows[dataset](communityOf(communityId), range), quasiIdentifiers[dataset], columns),
  };
}

function fakeMeter(range: Input<'privacy.meter'>['range']): Output<'privacy.meter'> {
  const days = Math.max(1, Math.round((range.to - range.from) / DAY));
  const wholeShare: Partial<Record<(typeof measures)[number], number>> = {
    producedWh: 0.4,
    exportedWh: 0.4,
    savings: 0.15,
  };
  return {
    k: DEFAULT_K,
    smallestGroup: { members: 6, where: 'map', day: null },
    map: { cells: 19, shown: 9, suppressed: 1, membersNotShown: 2 },
    days,
    withheld: measures.map((measure) => ({
      measure,
      days: measure === 'soldWh' || measure === 'boughtWh' ? Math.round(days / 7) : 0,
      wholeOnly: Math.round(days * (wholeShare[measure] ?? 0)),
    })),
    withoutPseudonym: 0,
    disclosures: [
      { kind: 'access-pack', count: 1, latestAt: range.to - 3 * DAY, latestEntry: 238 },
      { kind: 'export', count: 4, latestAt: range.to - 5 * HOUR, latestEntry: 244 },
      { kind: 'identity-reveal', count: 2, latestAt: range.to - 30 * HOUR, latestEntry: 241 },
      { kind: 'report', count: 3, latestAt: range.to - 2 * DAY, latestEntry: 240 },
    ],
  };
}

const riskRows: Readonly<
  Record<ExportDataset, (community: FakeCommunity, range: Input<'privacy.exportRisk'>['range']) => RiskRow[]>
> = {
  trades: ({ memberCount }) =>
    Array.from({ length: 1800 }, (_, side) => {
      const trade = Math.floor(side / 2);
      const slot = Math.floor(trade / 12);
      const wh = 50 + Math.round(chance(trade) * 40) * 10;
      const price = Math.round(chance(slot) * 8);
      return {
        member: Math.floor(chance(side + 3) * memberCount),
        values: [trade, slot, wh, price, wh * price, trade % 40 === 0 ? 1 : 0],
      };
    }),
  members: (community, range) =>
    fakeMembers(community, range).map((member, at) => ({
      member: at,
      values: [
        member.role,
        member.isActive ? 1 : 0,
        member.joinedAt,
        Math.round(member.pvCapacityWp / 100),
        Math.round(member.batteryCapacityWh / 100),
        member.mapCellId,
        Math.round(member.consumedWh / 100),
        Math.round((member.boughtWh + member.soldWh) / 100),
        Math.round(member.savings / 10_000),
      ],
    })),
};

function fakeRisk(
  rows: readonly RiskRow[],
  known: readonly string[],
  columns: readonly string[],
): Output<'privacy.exportRisk'> {
  const chosen = columns.map((column) => known.indexOf(column));
  const all = reIdentificationRisk(rows, chosen, DEFAULT_K);
  return {
    ...all,
    rows: rows.length,
    rowsInPeriod: rows.length,
    k: DEFAULT_K,
    columns: chosen.map((one) => {
      const others = chosen.filter((column) => column !== one);
      const { risk, unique } = reIdentificationRisk(rows, others, DEFAULT_K);
      const alone = reIdentificationRisk(rows, [one], DEFAULT_K);
      return { column: known[one], riskAlone: alone.risk, riskWithout: risk, uniqueWithout: unique };
    }),
    isExposing: all.unique > 0,
  };
}
