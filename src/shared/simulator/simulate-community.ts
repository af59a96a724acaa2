/**
 * A believable local energy community, invented from a seed: who its members are, what they produce and use, how their rules
 * trade, and what goes wrong. Pure: no clock, no files, the same pages for the same options on every machine.
 */
import type { ChangePage, ReadingColumns, SignalColumns } from '../domain/change-page.ts';
import { emptyReadings, emptySignals } from '../domain/empty-columns.ts';
import { Random } from '../domain/random.ts';
import type { Community, Member, Rule } from '../domain/records.ts';
import { addDays, DEFAULT_SLOT_MINUTES, localDay, localTime, MINUTE, startOfLocalDay } from '../domain/slots.ts';
import type { Tariff } from '../domain/tariff.ts';
import type { CertificateNames, Sha256 } from '../market/certificate.ts';
import { PriceHistory } from '../market/pricing-signals.ts';
import { minuteOfWeek } from '../rules/windows.ts';
import { Accounts } from './accounts.ts';
import { BatteryFleet } from './battery.ts';
import { dayKind } from './calendar.ts';
import { COMMUNITY_LIMITS, communityRecord } from './community-record.ts';
import { drawHandPlaced } from './hand-placed.ts';
import { KnownMembers } from './known-members.ts';
import { LastLight } from './last-light.ts';
import { LoadFleet } from './load.ts';
import { Market, type SlotMeters } from './market.ts';
import { drawParticipants, foundedAt, type Participant } from './membership.ts';
import { Mishaps } from './mishaps.ts';
import { outlineText } from './outline.ts';
import { drawOversights } from './oversights.ts';
import { PanelFleet, sunlightAt } from './photovoltaics.ts';
import { drawPlace, LATITUDE, LONGITUDE } from './place.ts';
import { RuleBook } from './rule-book.ts';
import { RuleFaults, type RuleViolation } from './rule-faults.ts';
import { Settlement } from './settlement.ts';
import { PENDING_TIME, SettlementCases } from './settlement-cases.ts';
import { Tariffs } from './tariffs.ts';
import { checkOptions, type SimulationOptions } from './simulation-options.ts';
import { drawRules } from './trading-rules.ts';
import { type DayWeather, Weather } from './weather.ts';

const SLOT_LENGTH = DEFAULT_SLOT_MINUTES * MINUTE;
const SLOT_HOURS = DEFAULT_SLOT_MINUTES / 60;
const QUARTER_MINUTES = 15;

/**
 * The community as pages of changes: first the community itself, its members and their rules; then for each local day its signals,
 * readings, clearings, offers and trades, with the members and rules that changed on it and all that has become of its failed trades up to
 * the end; at the end the offers that are still open. Ids in `memberIds` and `ruleIds` keep their positions from page to page; later pages
 * add to the end. The typed arrays belong to the page and may be transferred.
 * @param sha256 seals each clearing with a certificate; without it there are none
 * @param violations where the orders are told that rules must not have placed and that traded; complete at the end
 * @throws RangeError that names the option that cannot be
 */
export function* simulateCommunity(
  options: SimulationOptions,
  sha256: Sha256 | null = null,
  violations: RuleViolation[] = [],
): Generator<ChangePage, void, undefined> {
  checkOptions(options);
  const simulation = new Simulation(options, sha256, violations);
  yield simulation.opening();
  for (let day = 0; day < options.days; day++) yield simulation.runDay(day);
  yield simulation.openBook();
}

class Simulation {
  readonly #timeZone: string;
  readonly #until: number;
  readonly #days: readonly number[];
  readonly #dayStarts: readonly number[];
  readonly #community: Community;
  readonly #participants: readonly Participant[];
  readonly #rulesByMember: readonly (readonly (readonly Rule[])[])[];
  readonly #tariffs: Tariffs;
  readonly #weather: Weather;
  readonly #panels: PanelFleet;
  readonly #loads: LoadFleet;
  readonly #batteries: BatteryFleet;
  readonly #rules: RuleBook;
  readonly #known: KnownMembers;
  readonly #faults: RuleFaults | null;
  readonly #mishaps: Mishaps | null;
  readonly #market: Market;
  readonly #prices = new PriceHistory(DEFAULT_SLOT_MINUTES);
  readonly #openBookRandom: Random;
  readonly #settlement: Settlement;
  readonly #cases: SettlementCases;
  readonly #accounts: Accounts;
  readonly #meters: SlotMeters;

  constructor(options: SimulationOptions, sha256: Sha256 | null, violations: RuleViolation[]) {
    const { seed, members, days, until, plannedDays = days, timeZone = 'Europe/Berlin' } = options;
    const random = new Random(seed);
    const lastDay = localDay(until - 1, timeZone);
    this.#timeZone = timeZone;
    this.#until = until;
    this.#days = Array.from({ length: days }, (_, at) => addDays(lastDay, at - days + 1));
    this.#dayStarts = this.#days.map((day) => startOfLocalDay(day, timeZone));
    const place = drawPlace(members, random.fork('place'));
    this.#community = communityRecord(
      random.fork('community'),
      timeZone,
      foundedAt(this.#dayStarts[0]),
      outlineText(place),
    );
    const period = { dayStarts: this.#dayStarts.slice(0, plannedDays), until };
    this.#participants = drawParticipants(members, period.dayStarts, place, random.fork('members'));
    this.#tariffs = new Tariffs(random.fork('tariffs'));
    const firstTariff = this.#tariffs.of(this.#days[0]);
    this.#rulesByMember = this.#participants.map((participant, member) => {
      const rules = drawRules(participant, firstTariff, period, random.fork(`rules ${member}`));
      if (!options.violations) return rules;
      return [...rules, ...drawOversights(member, participant, rules, random.fork(`oversights ${member}`))];
    });
    const dwellings = this.#participants.map(({ dwelling }) => dwelling);
    this.#weather = new Weather(random.fork('weather'));
    this.#panels = new PanelFleet(
      dwellings.map(({ panels }) => panels),
      SLOT_HOURS,
      random.fork('panels'),
    );
    this.#loads = new LoadFleet(dwellings, SLOT_HOURS, random.fork('loads'));
    this.#batteries = new BatteryFleet(
      dwellings.map(({ battery }) => battery),
      SLOT_HOURS,
    );
    this.#rules = new RuleBook(this.#rulesByMember);
    this.#known = new KnownMembers(this.#participants, this.#rules);
    const names: CertificateNames = {
      communityId: this.#community.id,
      member: (number) => this.#participants[number].anonymizedId,
      rule: (number) => this.#rules.ids[number],
    };
    const sealing = sha256 && { names, sha256 };
    const span = { from: this.#dayStarts[0], until, priceCap: COMMUNITY_LIMITS.priceCap };
    this.#faults = options.violations ? new RuleFaults(span, random.fork('faults'), violations) : null;
    this.#mishaps = options.violations ? new Mishaps(span, random.fork('mishaps'), violations) : null;
    this.#market = new Market(
      this.#rules,
      COMMUNITY_LIMITS,
      SLOT_LENGTH,
      random.fork('market'),
      sealing,
      this.#faults,
      options.violations
        ? new LastLight(random.fork('last light'), (member) => dwellings[member].panels === null)
        : null,
    );
    this.#openBookRandom = random.fork('open book');
    this.#settlement = new Settlement(random.fork('settlement'));
    this.#cases = new SettlementCases(random.fork('settlement cases'), timeZone, until);
    this.#accounts = new Accounts(this.#participants, random.fork('accounts'));
    this.#meters = {
      surplusWh: new Int32Array(members),
      needWh: new Int32Array(members),
      batterySoc: new Int8Array(members),
    };
  }

  opening(): ChangePage {
    const start = this.#dayStarts[0];
    const present = this.#known.on(0);
    return {
      communityId: this.#community.id,
      community: this.#community,
      members: present.map((member) => this.#accounts.record(member, start, null)),
      rules: this.#rules.versionsBetween(Number.NEGATIVE_INFINITY, start),
      ...this.#known.idsOn(0),
    };
  }

  /** The page of day number `day`; to be called for each day in turn. */
  runDay(day: number): ChangePage {
    const from = this.#dayStarts[day];
    const to = Math.min(this.#dayStarts[day + 1] ?? this.#until, this.#until);
    const slots = (to - from) / SLOT_LENGTH;
    const date = this.#days[day];
    const active = this.#known.activeOn(day);
    const tariff = this.#tariffs.of(date);
    const weather = this.#weather.next(date, slots);
    this.#loads.beginDay(date, dayKind(date), weather.temperature, active);

    const readings = emptyReadings(slots * active.length);
    const signals = emptySignals(slots);
    const gone = this.#known.goneOn(day);
    const { offers: offerLog, trades: tradeLog } = this.#market;
    for (let slot = 0; slot < slots; slot++) {
      this.#runSlot(from, slot, active, weather, tariff, readings, signals);
      const start = from + slot * SLOT_LENGTH;
      const times = { slot: start, end: start + SLOT_LENGTH, dayEnd: to };
      this.#mishaps?.afterClearing({ ...times, offers: offerLog, trades: tradeLog, active, gone });
    }
    const trades = this.#market.trades.take();
    const settlementDay = {
      trades,
      readings,
      active,
      from,
      slotLength: SLOT_LENGTH,
      pendingFrom: this.#until - PENDING_TIME,
      mishaps: this.#mishaps?.take() ?? [],
    };
    const failed = this.#settlement.settle(settlementDay);
    const { events: settlements, paidByHand } = this.#cases.handle(settlementDay, failed);
    this.#faults?.endDay(readings);
    this.#accounts.book(trades, paidByHand);
    return {
      communityId: this.#community.id,
      ...this.#changesOf(day, to),
      ...this.#known.idsOn(day),
      signals,
      readings,
      clearings: this.#market.clearings.take(),
      ...(this.#market.certificates && { certificates: this.#market.certificates.take() }),
      offers: this.#market.offers.take(),
      trades,
      ...(settlements.length > 0 && { settlements }),
    };
  }

  /** The offers for the slot that begins at the end of the simulation, and for later ones. */
  openBook(): ChangePage {
    const day = this.#days.length - 1;
    const active = this.#known.activeOn(day);
    const tariff = this.#tariffs.of(this.#days[day]);
    const random = this.#openBookRandom;
    this.#market.openBook(
      this.#until,
      minuteOfWeek(localTime(this.#until, this.#timeZone)),
      active,
      this.#meters,
      (member) =>
        drawHandPlaced(member, this.#participants[member].dwelling.panels !== null, tariff, random.fork(member)),
    );
    return { communityId: this.#community.id, ...this.#known.idsOn(day), offers: this.#market.offers.take() };
  }

  #runSlot(
    from: number,
    slot: number,
    active: Int32Array,
    weather: DayWeather,
    tariff: Tariff,
    readings: ReadingColumns,
    signals: SignalColumns,
  ): void {
    const time = from + slot * SLOT_LENGTH;
    const local = localTime(time, this.#timeZone);
    const quarter = Math.floor((local.hour * 60 + local.minute) / QUARTER_MINUTES);
    const sun = sunlightAt(time + SLOT_LENGTH / 2, LATITUDE, LONGITUDE, weather.clearness[slot]);
    const meters = this.#meters;
    for (let at = 0; at < active.length; at++) {
      const member = active[at];
      const row = slot * active.length + at;
      const produced = this.#panels.producedWh(member, sun);
      const consumed = this.#loads.consumedWh(member, quarter);
      const net = produced - consumed - this.#batteries.charge(member, produced - consumed);
      const soc = this.#batteries.stateOfCharge(member);
      meters.surplusWh[member] = net > 0 ? net : 0;
      meters.needWh[member] = net < 0 ? -net : 0;
      meters.batterySoc[member] = soc;
      readings.slot[row] = time;
      readings.member[row] = member;
      readings.producedWh[row] = produced;
      readings.consumedWh[row] = consumed;
      readings.exportedWh[row] = net > 0 ? net : 0;
      readings.importedWh[row] = net < 0 ? -net : 0;
      readings.batterySoc[row] = soc;
    }
    const price = this.#market.runSlot(time, minuteOfWeek(local), active, meters, tariff.retail);
    const { kind, forecastNextHour } = this.#prices.next(time, price, tariff);
    signals.slot[slot] = time;
    signals.p2pPrice[slot] = price;
    signals.gridImportPrice[slot] = tariff.retail;
    signals.gridExportPrice[slot] = tariff.feedIn;
    signals.forecastNextHour[slot] = forecastNextHour;
    signals.signal[slot] = kind;
  }

  /** Who came or went and which rules changed on the day that ends at `to`; on Mondays and at the end the state of all. */
  #changesOf(day: number, to: number): Pick<ChangePage, 'members' | 'rules'> {
    const from = this.#dayStarts[day];
    const isLast = day === this.#days.length - 1;
    const isReportDay = isLast || localTime(from, this.#timeZone).weekday === 0;
    const members: Member[] = [];
    for (const member of this.#known.on(day)) {
      const { firstDay, endDay } = this.#participants[member];
      const comesOrGoes = endDay === day || (firstDay === day && day > 0);
      if (comesOrGoes || (isReportDay && endDay > day)) {
        members.push(this.#accounts.record(member, to, endDay > day ? null : this.#dayStarts[endDay]));
      }
    }
    const rules = this.#rules.versionsBetween(from, to);
    if (isReportDay) rules.push(...this.#rules.matchedRules());
    return { ...(members.length > 0 && { members }), ...(rules.length > 0 && { rules }) };
  }
}
