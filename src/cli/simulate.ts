import path from 'node:path';
import { type ReadingsFile, type ReadingsSurvey, readReadings, surveyReadings } from '#engine/imports/readings-csv.ts';
import { inspectSource } from '#engine/imports/source-file.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { Failure } from '#shared/contract/errors.ts';
import { DEFAULT_SLOT_MINUTES, isTimeZone, localDayRange, parseDay } from '#shared/domain/slots.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { amountOf, microToAmount, whToKwh } from '#shared/domain/units.ts';
import { toMechanism } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import {
  clearReadings,
  type MarketReadings,
  type ReadingsMarketPage,
  type ReadingsMarketTerms,
} from '#shared/simulator/readings-market.ts';
import { countVerifiedClearings } from '#shared/simulator/verify-page.ts';
import { savings, selfConsumption, selfConsumedOfSlot, selfSufficiency } from '#shared/stats/indicators.ts';
import { type CommandIo, exitCode, parseFlags, parseInstant, parsePrice, required, UsageError } from './command.ts';
import { parseMechanism } from './mechanism-flags.ts';

/**
 * `simulate --readings F.csv --mechanism M --retail P --feed-in P [--from T] [--to T] [--time-zone Z] [--json]`: runs a community from
 * meter readings. A day as `--from` or `--to` is a whole local day of the time zone (the machine's when not given, which is also that of
 * times without an offset); an instant is exact, and as `--to` excluded. Prints the indicators of ARCHITECTURE.md section 8. Writes
 * nothing. Exit code 1 when a clearing is not reproduced by the second computation.
 * @throws UsageError naming flag, or file, row and field
 */
export async function runSimulate(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    readings: { type: 'string' },
    mechanism: { type: 'string' },
    retail: { type: 'string' },
    'feed-in': { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    'time-zone': { type: 'string' },
    json: { type: 'boolean' },
  });
  const file = required('--readings', flags.readings);
  const mechanism = parseMechanism(required('--mechanism', flags.mechanism), toMechanism);
  const tariff: Tariff = {
    retail: parsePrice('--retail', required('--retail', flags.retail))!,
    feedIn: parsePrice('--feed-in', required('--feed-in', flags['feed-in']))!,
  };
  const timeZone = flags['time-zone'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(timeZone)) throw new UsageError(`--time-zone ${timeZone}: not an IANA time zone`);
  const from = flags.from === undefined ? -Infinity : bound('--from', flags.from, timeZone).from;
  const to = flags.to === undefined ? Infinity : bound('--to', flags.to, timeZone).to;
  if (to <= from) throw new UsageError('--to lies before --from');

  const { readings, memberIds, intervalMinutes } = await readFile(file, timeZone, from, to, io);
  const terms: ReadingsMarketTerms = {
    communityId: 'simulate',
    memberIds,
    pseudonyms: memberIds,
    mechanism,
    limits: DEFAULT_LIMITS,
    slotMinutes: intervalMinutes,
  };
  const page = clearReadings(terms, readings, () => tariff, sha256);
  const report = reportOf(readings, page, tariff, countVerifiedClearings(terms, page, sha256));
  io.stdout(flags.json ? `${JSON.stringify(report)}\n` : table(report));
  return report.verified < report.clearings ? exitCode.finding : exitCode.fine;
}

/** The instants a bound stands for: a whole local day, or one instant. */
function bound(flag: string, text: string, timeZone: string): { from: number; to: number } {
  const day = parseDay(text);
  if (day !== null) return localDayRange(day, timeZone);
  if (!text.includes('T'))
    throw new UsageError(`${flag} ${text}: not a day such as 2026-01-31 or an instant with offset`);
  const instant = parseInstant(flag, text);
  return { from: instant, to: instant };
}

interface FileReadings {
  /** By slot; of rows that repeat a member and time the last. */
  readonly readings: MarketReadings;
  readonly memberIds: readonly string[];
  readonly intervalMinutes: number;
}

/** What a person should know of a file that could be read all the same. */
function tellOddities(name: string, survey: ReadingsSurvey, timeZone: string, io: CommandIo): void {
  const { unbalancedRows, repeatedRows, missingRows, roundedWh } = survey;
  const notes = [
    ['rows that do not balance (produced + imported differs from consumed + exported)', unbalancedRows],
    [
      `rows that repeat a member and time, the last one holds (times without an offset were read in ${timeZone})`,
      repeatedRows,
    ],
    ["readings missing between a member's first and last one", missingRows],
    ['Wh that rounding to whole Wh changed in all', roundedWh],
  ] as const;
  for (const [note, count] of notes) if (count !== 0) io.stderr(`${name}: ${note}: ${count}\n`);
}

async function readFile(
  name: string,
  timeZone: string,
  from: number,
  to: number,
  io: CommandIo,
): Promise<FileReadings> {
  const file = { path: path.resolve(name), name };
  try {
    const source = await inspectSource(file);
    if (source.kind !== 'text') throw new UsageError(`${name}: not a CSV file with meter readings`);
    const input: ReadingsFile = { file, source, timeZone };
    const survey = await surveyReadings(input);
    const bad = survey.badRows[0];
    if (bad) throw new UsageError(`${name}: row ${bad.row}, ${bad.field}: ${JSON.stringify(bad.value)} ${bad.problem}`);
    const readings = await collect(input, survey, from, to);
    tellOddities(name, survey, timeZone, io);
    return readings;
  } catch (error) {
    if (error instanceof Failure) throw new UsageError(`${error.message} ${error.remedy}`.trim());
    throw error;
  }
}

async function collect(input: ReadingsFile, survey: ReadingsSurvey, from: number, to: number): Promise<FileReadings> {
  const slot = new Float64Array(survey.goodRows);
  const member = new Int32Array(survey.goodRows);
  const producedWh = new Int32Array(survey.goodRows);
  const consumedWh = new Int32Array(survey.goodRows);
  let rows = 0;
  for await (const batch of readReadings(input, survey)) {
    for (const reading of batch) {
      if (reading.slot < from || reading.slot >= to) continue;
      slot[rows] = reading.slot;
      member[rows] = reading.member;
      producedWh[rows] = reading.producedWh;
      consumedWh[rows] = reading.consumedWh;
      rows++;
    }
  }
  if (rows === 0) throw new UsageError(`${input.file.name}: no reading lies between --from and --to`);
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => slot[a] - slot[b]);
  return {
    readings: {
      count: rows,
      slot: Float64Array.from(order, (row) => slot[row]),
      member: Int32Array.from(order, (row) => member[row]),
      producedWh: Int32Array.from(order, (row) => producedWh[row]),
      consumedWh: Int32Array.from(order, (row) => consumedWh[row]),
    },
    memberIds: survey.memberNames,
    intervalMinutes: survey.intervalMinutes ?? DEFAULT_SLOT_MINUTES,
  };
}

/** The fields of ARCHITECTURE.md section 8 in their order. */
function reportOf(readings: MarketReadings, page: ReadingsMarketPage, tariff: Tariff, verified: number) {
  let producedWh = 0;
  let consumedWh = 0;
  let selfConsumedWh = 0;
  let needWh = 0;
  let surplusWh = 0;
  for (let from = 0, to = 0; from < readings.count; from = to) {
    let produced = 0;
    let consumed = 0;
    for (to = from; to < readings.count && readings.slot[to] === readings.slot[from]; to++) {
      produced += readings.producedWh[to];
      consumed += readings.consumedWh[to];
      needWh += Math.max(0, readings.consumedWh[to] - readings.producedWh[to]);
      surplusWh += Math.max(0, readings.producedWh[to] - readings.consumedWh[to]);
    }
    producedWh += produced;
    consumedWh += consumed;
    selfConsumedWh += selfConsumedOfSlot(produced, consumed);
  }
  const { tradedWh, saved } = tradesOf(page, tariff);
  return {
    slots: page.clearings.count,
    members: new Set(readings.member).size,
    produced_kwh: whToKwh(producedWh),
    consumed_kwh: whToKwh(consumedWh),
    self_consumed_kwh: whToKwh(selfConsumedWh),
    traded_kwh: whToKwh(tradedWh),
    imported_kwh: whToKwh(needWh - tradedWh),
    exported_kwh: whToKwh(surplusWh - tradedWh),
    self_sufficiency: selfSufficiency(selfConsumedWh, consumedWh),
    self_consumption: selfConsumption(selfConsumedWh, producedWh),
    savings_total: microToAmount(saved.reduce((sum, one) => sum + one, 0)),
    worse_off_members: saved.filter((one) => one < 0).length,
    clearings: page.clearings.count,
    verified,
  };
}

/** What was traded, and the savings of each member that traded, in micro-currency. */
function tradesOf({ trades }: ReadingsMarketPage, { retail, feedIn }: Tariff): { tradedWh: number; saved: number[] } {
  const amounts = new Map<number, { bought: number; boughtAtRetail: number; sold: number; soldAtFeedIn: number }>();
  const of = (member: number) => {
    let found = amounts.get(member);
    if (!found) amounts.set(member, (found = { bought: 0, boughtAtRetail: 0, sold: 0, soldAtFeedIn: 0 }));
    return found;
  };
  let tradedWh = 0;
  for (let row = 0; row < trades.count; row++) {
    const wh = trades.quantityWh[row];
    const buyer = of(trades.buyer[row]);
    const seller = of(trades.seller[row]);
    tradedWh += wh;
    buyer.bought += trades.amount[row];
    buyer.boughtAtRetail += amountOf(wh, retail);
    seller.sold += trades.amount[row];
    seller.soldAtFeedIn += amountOf(wh, feedIn);
  }
  return { tradedWh, saved: [...amounts.values()].map(savings) };
}

/** One line per indicator for a person at a terminal. */
function table(report: ReturnType<typeof reportOf>): string {
  const rows = Object.entries(report);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value === null ? 'n/a' : String(value)}\n`).join('');
}
