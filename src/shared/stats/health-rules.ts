/** The plain-language summary: from which bound on a number is worth a sentence, and which sentences come first. */
import type { Finding } from '../contract/health.ts';
import type { Co2Factor } from '../contract/stats.ts';
import {
  isWhole,
  participationChange,
  savingsChange,
  selfConsumptionChange,
  selfSufficiencyChange,
  tradedChange,
} from './health-changes.ts';
import type { HealthFacts, Rule, Values } from './health-facts.ts';

/** More sentences than this are no summary. */
export const MOST_FINDINGS = 8;

/** Fewer than every second member. */
const LOW_PARTICIPATION = 0.5;
/** The Gini of a community in which one half has nothing and the other half equal parts. */
const UNEVEN_GINI = 0.5;
/** One side has four fifths of what trading is worth, or more: as much as one member may have of a sum that is shown (DOMAIN.md section 8). */
const ONE_SIDE = 0.8;
/** One part in twenty of a peak is more than the steps of a meter. */
const NOTABLE_PEAK = 0.05;
/** Grams: a kilogram is the least that the sentence can say. */
const LEAST_CO2 = 1000;

/** What somebody has to do, or what is the outcome of all: comes first in its level. */
const WHOLE = 1;

const failedSettlements: Rule = ({ failures, figures }) =>
  failures && {
    finding: { kind: 'failed-settlements', level: 'critical', evidence: 'settlements-failed', values: failures },
    size: failures.count / (failures.count + figures.now.tradeCount),
  };

const waitingApprovals: Rule = ({ approvals }) =>
  approvals.count === 0
    ? null
    : {
        finding: { kind: 'waiting-approvals', level: 'warning', evidence: 'settlements-proposed', values: approvals },
        size: WHOLE,
      };

const missingReadings: Rule = ({ slots, slotsWithReadings }) => {
  const missing = slots - slotsWithReadings;
  return missing <= 0
    ? null
    : {
        finding: { kind: 'missing-readings', level: 'warning', evidence: 'readings', values: { missing, slots } },
        size: missing / slots,
      };
};

const staleData: Rule = ({ staleness, figures }) =>
  staleness === null || staleness.days < 1
    ? null
    : {
        finding: { kind: 'stale-data', level: 'warning', evidence: 'readings', values: staleness },
        size: staleness.days / (staleness.days + figures.now.days),
      };

const unbalancedReadings: Rule = ({ unbalanced }) =>
  unbalanced && {
    finding: { kind: 'unbalanced-readings', level: 'notice', evidence: 'readings', values: unbalanced },
    size: unbalanced.rows / Math.max(unbalanced.total, unbalanced.rows),
  };

const worseOffMembers: Rule = ({ worseOff, rolling }) =>
  worseOff.count === 0 || (rolling.isPeriod && rolling.count > 0)
    ? null
    : {
        finding: { kind: 'worse-off-members', level: 'warning', evidence: 'members-worse-off', values: worseOff },
        size: worseOff.count / worseOff.traders,
      };

const worseOffRolling: Rule = ({ rolling: { isPeriod: _isPeriod, ...values } }) =>
  values.count === 0
    ? null
    : {
        finding: { kind: 'worse-off-rolling', level: 'warning', evidence: 'insights-losses', values },
        size: values.count / values.traders,
      };

const heldBackMembers: Rule = ({ heldBack, figures }) =>
  heldBack === 0
    ? null
    : {
        finding: { kind: 'held-back-members', level: 'warning', evidence: 'members', values: { count: heldBack } },
        size: heldBack / (heldBack + figures.now.activeMembers),
      };

const savingsTotal: Rule = ({ figures: { now }, localDays }) => {
  const { value, withheldDays } = now.savings;
  if (!value) return null;
  return {
    finding: {
      kind: 'savings-total',
      level: value > 0 ? 'good' : 'warning',
      evidence: 'insights-health',
      values: { amount: value, days: localDays - withheldDays, withheldDays },
    },
    size: WHOLE,
  };
};

const oneSidedPrice: Rule = ({ price, figures: { now } }) => {
  if (price === null || price.retail <= price.feedIn || !isWhole(now, ['tradedWh'])) return null;
  const share = (price.price - price.feedIn) / (price.retail - price.feedIn);
  if (share < ONE_SIDE && share > 1 - ONE_SIDE) return null;
  return {
    finding: {
      kind: 'one-sided-price',
      level: share > 1 || share < 0 ? 'warning' : 'notice',
      evidence: 'prices',
      values: { ...price, share },
    },
    size: Math.min(Math.abs(2 * share - 1), 1),
  };
};

const unevenSavings: Rule = ({ spread: { gini, lorenz, members } }) => {
  const half = lorenz.find((point) => point.members === 0.5);
  if (gini === null || gini < UNEVEN_GINI || half === undefined) return null;
  return {
    finding: {
      kind: 'uneven-savings',
      level: 'notice',
      evidence: 'insights-fairness',
      values: { gini, lowerHalfShare: half.savings, members },
    },
    size: gini,
  };
};

const lowParticipation: Rule = ({ figures: { now }, membership }) => {
  const { rate, participants, activeMembers } = membership.now;
  if (now.tradeCount === 0 || rate === null || rate >= LOW_PARTICIPATION) return null;
  return {
    finding: {
      kind: 'low-participation',
      level: 'notice',
      evidence: 'members-idle',
      values: { rate, participants, activeMembers },
    },
    size: 1 - rate,
  };
};

const membersChange: Rule = ({ membership: { now }, isFirst }) => {
  const { joined, left, activeMembers } = now;
  if (isFirst || joined + left === 0) return null;
  return {
    finding: {
      kind: 'members-change',
      level: left > joined ? 'notice' : 'good',
      evidence: 'insights-participation',
      values: { joined, left, activeMembers },
    },
    size: Math.min((joined + left) / Math.max(activeMembers, 1), 1),
  };
};

const peakReduced: Rule = ({ importPeak: { wh, at, baselineWh, reduction } }) => {
  if (wh === null || at === null || baselineWh === null || reduction === null || reduction < NOTABLE_PEAK) return null;
  return {
    finding: {
      kind: 'peak-reduced',
      level: 'good',
      evidence: 'insights-peaks',
      values: { wh, baselineWh, reduction, at },
    },
    size: reduction,
  };
};

const co2Avoided: Rule = ({ co2Factor, figures: { now } }) => {
  const factor = co2Factor && factorOf(co2Factor);
  const { co2AvoidedG: grams, selfSufficiency } = now;
  if (grams === null || grams < LEAST_CO2 || factor === null || !isWhole(now, ['selfConsumedWh'])) return null;
  return {
    finding: { kind: 'co2-avoided', level: 'good', evidence: 'insights-impact', values: { grams, ...factor } },
    size: selfSufficiency ?? 0,
  };
};

/** One factor with all that has to stand beside it; null when hours were reckoned with two. */
function factorOf(co2: Co2Factor): Omit<Values<'co2-avoided'>, 'grams'> | null {
  if (co2.kind === 'year') {
    const { gramsPerKwh, source, year, method } = co2.factor;
    return { gramsPerKwh, source, year, method };
  }
  if (co2.coveredHours < co2.hours) return null;
  return { gramsPerKwh: co2.meanGramsPerKwh, source: co2.source, year: null, method: co2.method };
}

const hasData = ({ slotsWithReadings, figures }: HealthFacts): boolean =>
  slotsWithReadings > 0 || figures.now.tradeCount > 0;

const noData: Rule = (facts) =>
  hasData(facts)
    ? null
    : { finding: { kind: 'no-data', level: 'notice', evidence: 'readings', values: {} }, size: WHOLE };

/** What can be said whether or not there are data. */
const always: readonly Rule[] = [waitingApprovals, heldBackMembers, noData, unbalancedReadings];
/** Of one level and size, in this order. */
const ofData: readonly Rule[] = [
  failedSettlements,
  worseOffRolling,
  worseOffMembers,
  missingReadings,
  staleData,
  savingsTotal,
  oneSidedPrice,
  unevenSavings,
  lowParticipation,
  membersChange,
  participationChange,
  selfSufficiencyChange,
  selfConsumptionChange,
  tradedChange,
  savingsChange,
  peakReduced,
  co2Avoided,
];

const urgency: Record<Finding['level'], number> = { critical: 0, warning: 1, notice: 2, good: 3 };

/**
 * What is to be said of a community, most urgent first, then what concerns the larger part of it; at most MOST_FINDINGS. `all-well` stands
 * first when there is nothing but good news, and never beside anything else; of a period without any reading and trade only that is said.
 */
export function findingsOf(facts: HealthFacts): Finding[] {
  const found = (hasData(facts) ? [...ofData, ...always] : always)
    .flatMap((rule) => rule(facts) ?? [])
    .toSorted((a, b) => urgency[a.finding.level] - urgency[b.finding.level] || b.size - a.size)
    .map(({ finding }) => finding);
  if (found.every(({ level }) => level === 'good')) found.unshift(allWell(facts));
  return found.slice(0, MOST_FINDINGS);
}

function allWell({ slotsWithReadings, membership }: HealthFacts): Finding {
  const { activeMembers } = membership.now;
  return {
    kind: 'all-well',
    level: 'good',
    evidence: 'insights-health',
    values: { activeMembers, slots: slotsWithReadings },
  };
}
