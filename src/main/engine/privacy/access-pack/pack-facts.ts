import { marksOf } from '#shared/desk/community-mark.ts';
import { offerTypes, memberRoles } from '#shared/domain/records.ts';
import { disclosureKinds, type PackFacts } from '#shared/reports/access-pack/access-pack-page.ts';
import { cacheTables } from '#shared/privacy/cache-tables.ts';
import type { ReadDb } from '../../cache/connection.ts';
import { consentHistory } from '../../consents/consents.ts';
import { organiserOf } from '../../documents/organiser.ts';
import { userIdOf } from '../identity.ts';
import { schemaClasses } from '../schema-classes.ts';
import type { Subject } from './member-rows.ts';

/** What the page of an access pack tells beside the data file. */
export function packFacts(db: ReadDb, subject: Subject, rows: ReadonlyMap<string, number>, madeAt: number): PackFacts {
  const { id, uid, pseudonym, community } = subject;
  const organiser = organiserOf(db, community.uid);
  return {
    madeAt,
    community: community.name,
    marks: marksOf({ isDemo: community.is_demo === 1, hasSimulatedTrades: community.has_simulated_trades === 1 }),
    organiser: organiser && { name: organiser.name, address: organiser.address, contact: organiser.contact },
    protectionOfficer: organiser?.protectionOfficer ?? null,
    pseudonym,
    memberId: uid,
    userId: userIdOf(db, id),
    member: memberFacts(db, id),
    classes: classRows(db, subject, rows),
    months: monthsOf(db, subject),
    rules: rulesOf(db, id),
    consents: consentHistory(db, uid).map(({ purpose, decision, at }) => ({ purpose, decision, at })),
    disclosures: disclosuresOf(db, subject),
  };
}

function memberFacts(db: ReadDb, id: number): PackFacts['member'] {
  const row = db.get<
    Record<'role' | 'joined' | 'pv' | 'battery' | 'balance', number> & { left: number | null; cell: string | null }
  >(
    `SELECT role, joined_at AS joined, left_at AS left, pv_capacity_wp AS pv, battery_capacity_wh AS battery, balance,
            map_cell AS cell FROM member WHERE id = ?`,
    [id],
  )!;
  return {
    role: memberRoles[row.role],
    joinedAt: row.joined,
    leftAt: row.left,
    pvCapacityWp: row.pv,
    batteryCapacityWh: row.battery,
    balance: row.balance,
    mapCell: row.cell,
  };
}

function classRows(db: ReadDb, { community }: Subject, rows: ReadonlyMap<string, number>): PackFacts['classes'] {
  return schemaClasses(db, community.uid).flatMap(({ class: dataClass, tables, clock, legalBasis }) => {
    const own = tables.filter(({ table, isPersonal }) => isPersonal && cacheTables[table].about.length > 0);
    const count = own.reduce((sum, { table }) => sum + (rows.get(table) ?? 0), 0);
    return count === 0 ? [] : [{ class: dataClass, rows: count, clock, legalBasis }];
  });
}

function monthsOf(db: ReadDb, { id, community }: Subject): PackFacts['months'] {
  return db.all<PackFacts['months'][number]>(
    `SELECT day / 100 AS month, SUM(produced_wh) AS producedWh, SUM(consumed_wh) AS consumedWh, SUM(bought_wh) AS boughtWh,
            SUM(bought_amount) AS boughtAmount, SUM(sold_wh) AS soldWh, SUM(sold_amount) AS soldAmount, SUM(trade_count) AS trades
     FROM rollup_member_day WHERE community_id = ? AND member_id = ? GROUP BY day / 100 ORDER BY month`,
    [community.id, id],
  );
}

function rulesOf(db: ReadDb, id: number): PackFacts['rules'] {
  return db
    .all<{ type: number; version: number; windows: string; from: number; enabled: number }>(
      `SELECT type, version, time_windows AS windows, valid_from AS "from", is_enabled AS enabled
       FROM rule JOIN rule_version ON rule_id = rule.id WHERE member_id = ? ORDER BY rule.id, version`,
      [id],
    )
    .map((row) => ({
      type: offerTypes[row.type],
      version: row.version,
      windows: JSON.parse(row.windows) as string[],
      validFrom: row.from,
      isEnabled: row.enabled === 1,
    }));
}

/** Who looked the member up, and what was made about it: entries of the audit log that name it. */
function disclosuresOf(db: ReadDb, { uid, pseudonym }: Subject): PackFacts['disclosures'] {
  return db.all<PackFacts['disclosures'][number]>(
    `SELECT at, kind, number AS entry FROM audit_entry
     WHERE kind IN (SELECT value FROM json_each(?)) AND outcome = 'asked'
       AND (instr(details, ?) > 0 OR instr(details, ?) > 0) ORDER BY number`,
    [JSON.stringify(disclosureKinds), uid, JSON.stringify(pseudonym)],
  );
}
