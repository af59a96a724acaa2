/** Rules that people have made by oversight and that never place an offer: for the console to find (DOMAIN.md section 7, conflicts). */
import type { Random } from '../domain/random.ts';
import type { Rule } from '../domain/records.ts';
import { DEFAULT_SLOT_MINUTES, MINUTE } from '../domain/slots.ts';
import type { RuleDraft } from '../rules/rule-draft.ts';
import { drawUuid } from './ids.ts';
import type { Participant } from './membership.ts';

const ALWAYS = ['* 00:00-24:00'];
/** One member in so many has one. */
const EVERY = 40;

type Oversight = (participant: Participant, rules: readonly Rule[]) => RuleDraft | null;

const plain = { maxQuantityWh: null, maxPrice: null, minPrice: null, minBatterySoc: null, isEnabled: true } as const;

const kinds: readonly Oversight[] = [
  // Meant for the noon, and too short for a slot to begin in it.
  () => ({ ...plain, type: 'buy', maxPrice: 250_000, timeWindows: ['Mo-Fr 12:05-12:10'] }),
  // Waits for a battery that is not there.
  ({ dwelling }) =>
    dwelling.battery === null
      ? { ...plain, type: 'sell', minPrice: 120_000, minBatterySoc: 50, timeWindows: ALWAYS }
      : null,
  // Made twice: the first one takes everything.
  (_, rules) => {
    const taker = rules.find((rule) => rule.isEnabled && rule.maxQuantityWh === null && rule.minBatterySoc === null);
    if (!taker) return null;
    const { type, minPrice, maxPrice, timeWindows } = taker;
    return { ...plain, type, minPrice, maxPrice, timeWindows };
  },
];

/**
 * What a member has made by oversight besides its rules: nothing for most, and for those who leave.
 * @param number of the member
 * @param rules with all their versions, in the order in which they fire
 * @returns rules with their versions, to fire after the others
 */
export function drawOversights(
  number: number,
  participant: Participant,
  rules: readonly (readonly Rule[])[],
  random: Random,
): Rule[][] {
  if (number % EVERY !== EVERY - 1 || rules.length === 0 || Number.isFinite(participant.endDay)) return [];
  const firsts = rules.map(([first]) => first);
  const turn = Math.floor(number / EVERY);
  const draft = kinds
    .map((_, at) => kinds[(turn + at) % kinds.length](participant, firsts))
    .find((one) => one !== null);
  if (!draft) return [];
  // A slot after the last one was made, and so not while offers are being placed either.
  const createdAt = firsts[firsts.length - 1].createdAt + DEFAULT_SLOT_MINUTES * MINUTE;
  const rule: Rule = {
    ...draft,
    id: drawUuid(random),
    version: 1,
    memberId: participant.id,
    createdAt,
    validFrom: createdAt,
    changedBy: participant.anonymizedId,
    changeReason: null,
    lastMatchedAt: null,
  };
  return [[rule]];
}
