/** The standing instructions of the members: a few templates with limits of their own, and how they change with time. */
import type { Random } from '../domain/random.ts';
import type { Rule } from '../domain/records.ts';
import { HOUR, MINUTE } from '../domain/slots.ts';
import type { Tariff } from '../domain/tariff.ts';
import { drawUuid } from './ids.ts';
import type { Participant } from './membership.ts';

/** Offers are placed in the last minutes before their slot, all by the versions that hold at this moment. */
export const PLACING_LEAD = 5 * MINUTE;

type Draft = Pick<Rule, 'type' | 'maxQuantityWh' | 'maxPrice' | 'minPrice' | 'minBatterySoc' | 'timeWindows'>;
/** A template: draws a rule for a member under a tariff. */
type Template = (tariff: Tariff, random: Random) => Draft;

const ALWAYS = ['* 00:00-24:00'];
/** People think in tenths of a cent. */
const PRICE_STEP = 1000;

/** A price that lies the share `share` (0..1) of the way from feed-in to retail. */
function priceBetween({ feedIn, retail }: Tariff, share: number): number {
  const price = Math.round((feedIn + share * (retail - feedIn)) / PRICE_STEP) * PRICE_STEP;
  return Math.min(Math.max(price, feedIn), retail);
}

/** Sellers ask for a little more than feed-in, some for much more. */
function askedPrice(tariff: Tariff, random: Random): number {
  const draw = random.float();
  return priceBetween(tariff, 0.05 + 0.34 * (draw + draw * draw));
}

/** Buyers pay nearly retail, some much less. */
function highestPrice(tariff: Tariff, random: Random): number {
  const draw = random.float();
  return priceBetween(tariff, 0.98 - 0.62 * draw * draw);
}

const sell = { type: 'sell', maxPrice: null, maxQuantityWh: null, minBatterySoc: null } as const;
const buy = { type: 'buy', minPrice: null, maxQuantityWh: null, minBatterySoc: null } as const;

const sellSurplus: Template = (tariff, random) => ({
  ...sell,
  minPrice: askedPrice(tariff, random),
  timeWindows: ALWAYS,
});
const keepHalfFull: Template = (tariff, random) => ({
  ...sell,
  minPrice: askedPrice(tariff, random),
  minBatterySoc: random.pick([40, 50, 50, 60]),
  timeWindows: ALWAYS,
});
const weekendSeller: Template = (tariff, random) => ({
  ...sell,
  minPrice: askedPrice(tariff, random),
  timeWindows: random.pick([['Sa,Su 08:00-20:00'], ['Sa,Su 00:00-24:00'], ['Fr 12:00-20:00', 'Sa,Su 07:00-20:00']]),
});
const shareFirst: Template = (tariff, random) => ({
  ...sell,
  minPrice: priceBetween(tariff, random.between(0.01, 0.08)),
  maxQuantityWh: random.pick([150, 250, 400, 500]),
  timeWindows: ALWAYS,
});
const priceCeiling: Template = (tariff, random) => ({
  ...buy,
  maxPrice: highestPrice(tariff, random),
  maxQuantityWh: random.chance(0.15) ? random.pick([500, 1000, 2000]) : null,
  timeWindows: ALWAYS,
});
const nightBuyer: Template = (tariff, random) => ({
  ...buy,
  maxPrice: highestPrice(tariff, random),
  timeWindows: random.pick([['* 17:00-07:00'], ['Mo-Fr 16:00-08:00', 'Sa,Su 18:00-08:00'], ['* 18:30-06:00']]),
});

/** What a member may want, and how often, by whether it sells and has a battery. A member's rules fire in this order. */
const consumerChoices: readonly (readonly [number, readonly Template[]])[] = [
  [74, [priceCeiling]],
  [11, [nightBuyer]],
  [8, [nightBuyer, priceCeiling]],
  [7, []],
];
const prosumerChoices: typeof consumerChoices = [
  [34, [sellSurplus]],
  [26, [sellSurplus, priceCeiling]],
  [9, [sellSurplus, nightBuyer]],
  [8, [shareFirst, sellSurplus]],
  [7, [shareFirst, sellSurplus, priceCeiling]],
  [8, [weekendSeller]],
  [5, [priceCeiling]],
  [3, []],
];
const batteryChoices: typeof consumerChoices = [
  [40, [keepHalfFull]],
  [18, [keepHalfFull, nightBuyer]],
  [22, [sellSurplus]],
  [12, [sellSurplus, priceCeiling]],
  [5, [weekendSeller]],
  [3, []],
];

const DISABLED_SHARE = 0.05;
/** The chance of a first and then of a second change of a rule in 120 days. */
const CHANGE_CHANCES = [0.34, 0.3] as const;

/** The simulated time: the starts of its days, and its exclusive end (epoch milliseconds). */
export interface Period {
  readonly dayStarts: readonly number[];
  readonly until: number;
}

/** The rules of a member, each with all its versions in order. */
export function drawRules(participant: Participant, tariff: Tariff, period: Period, random: Random): Rule[][] {
  const { panels, battery } = participant.dwelling;
  const choices = battery ? batteryChoices : panels ? prosumerChoices : consumerChoices;
  const [, templates] = choices[random.weighted(choices.map(([weight]) => weight))];
  const streams = templates.map((_, at) => random.fork(at));
  const moments = streams.map((own) => drawCreation(participant, period, own)).sort((a, b) => a - b);
  return templates.map((template, at) => {
    const own = streams[at];
    // Rules fire in the order in which they were made: no two in the same moment.
    const createdAt = moments[at] + at;
    const first: Rule = {
      ...template(tariff, own),
      id: drawUuid(own.fork('id')),
      version: 1,
      memberId: participant.id,
      isEnabled: !own.chance(DISABLED_SHARE),
      createdAt,
      validFrom: createdAt,
      changedBy: participant.anonymizedId,
      changeReason: null,
      lastMatchedAt: null,
    };
    return withChanges(first, participant, tariff, period, own.fork('changes'));
  });
}

/** Who was there before has had rules for a while; who joins makes them on the first day. */
function drawCreation({ firstDay, joinedAt }: Participant, { dayStarts }: Period, random: Random): number {
  if (firstDay > 0) return momentOfChange(joinedAt + 7 * HOUR, random);
  const start = dayStarts[0] - HOUR;
  return momentOfChange(joinedAt + random.float() * (start - joinedAt), random);
}

/**
 * A moment within the first nine minutes of the quarter hour after `time`: never while the offers of a slot are being placed,
 * so that each slot has one version of a rule.
 */
function momentOfChange(time: number, random: Random): number {
  const quarter = 15 * MINUTE;
  return Math.floor(time / quarter) * quarter + random.integer(20_000, 540_000);
}

function withChanges(first: Rule, participant: Participant, tariff: Tariff, period: Period, random: Random): Rule[] {
  const { dayStarts } = period;
  const versions = [first];
  const moments: number[] = [];
  for (const chance of CHANGE_CHANCES) {
    if (!random.chance((chance * dayStarts.length) / 120)) break;
    const day = random.integer(participant.firstDay, dayStarts.length - 1);
    moments.push(momentOfChange(dayStarts[day] + random.between(7, 22.5) * HOUR, random));
  }
  const leaves = dayStarts[participant.endDay];
  for (const validFrom of moments.sort((a, b) => a - b)) {
    const before = versions[versions.length - 1];
    if (validFrom <= before.validFrom || validFrom >= period.until || (leaves !== undefined && validFrom >= leaves))
      continue;
    const changed = change(before, tariff, random);
    const changeReason = drawReason(before, changed, random.fork(`reason ${before.version}`));
    versions.push({ ...changed, version: before.version + 1, validFrom, changeReason });
  }
  const last = versions[versions.length - 1];
  if (leaves !== undefined && last.isEnabled) {
    const changeReason = 'Left the community';
    versions.push({ ...last, isEnabled: false, version: last.version + 1, validFrom: leaves, changeReason });
  }
  return versions;
}

/** What people change: mostly the price, now and then the times; or they switch the rule off, and on again. */
function change(rule: Rule, tariff: Tariff, random: Random): Rule {
  if (!rule.isEnabled) return { ...rule, isEnabled: true };
  switch (random.weighted([60, 22, 18])) {
    case 0:
      return rule.type === 'sell'
        ? { ...rule, minPrice: askedPrice(tariff, random) }
        : { ...rule, maxPrice: highestPrice(tariff, random) };
    case 1:
      return { ...rule, isEnabled: false };
    default:
      return {
        ...rule,
        timeWindows: random.pick([['* 06:00-22:00'], ['Mo-Fr 07:00-20:00', 'Sa,Su 08:00-22:00'], ALWAYS]),
      };
  }
}

const reasons = {
  switchedOff: ['Away for a while', 'Trying it without', 'Charging the car from the roof instead'],
  switchedOn: ['Back home', 'Went better with it'],
  windows: ['New tariff at night', 'Working from home now', 'Evenings for ourselves'],
  asksMore: ['Sold too cheaply', 'Retail price went up'],
  asksLess: ['Feed-in tariff went down', 'Hardly ever sold anything'],
  paysMore: ['Hardly ever got anything', 'Retail price went up'],
  paysLess: ['Paid too much', 'Not worth it at that price'],
} as const;
/** Of the changes. */
const REASON_SHARE = 0.5;

/** Why somebody changed a rule; null where nothing was said. */
function drawReason(before: Rule, after: Rule, random: Random): string | null {
  if (!random.chance(REASON_SHARE)) return null;
  if (before.isEnabled !== after.isEnabled) return random.pick(reasons[after.isEnabled ? 'switchedOn' : 'switchedOff']);
  if (before.timeWindows !== after.timeWindows) return random.pick(reasons.windows);
  if (limitOf(after) === limitOf(before)) return null;
  const isMore = limitOf(after) > limitOf(before);
  return random.pick(
    after.type === 'sell' ? reasons[isMore ? 'asksMore' : 'asksLess'] : reasons[isMore ? 'paysMore' : 'paysLess'],
  );
}

function limitOf({ type, minPrice, maxPrice }: Rule): number {
  return (type === 'sell' ? minPrice : maxPrice) ?? 0;
}
