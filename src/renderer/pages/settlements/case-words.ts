import type { TFunction } from 'i18next';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';

export type CaseT = TFunction<'settlement-cases'>;

/** The key of a case: a trade's id is only found with its time. */
export function caseKey({ executedAt, tradeId }: Pick<CaseSummary, 'executedAt' | 'tradeId'>): string {
  return `${executedAt} ${tradeId}`;
}

/** How far the case is, in a few words: this desk's own decision says more than the state. */
export function stateWords(t: CaseT, { state, pending }: Pick<CaseSummary, 'state' | 'pending'>): string {
  if (pending === null) return t(`states.${state}`);
  return t(`pending.${pending.state}.${pending.action}`);
}

/** Whether this desk's decision about the case was turned down: a person has to look. */
export function isTurnedDown({ pending }: Pick<CaseSummary, 'pending'>): boolean {
  return pending?.state === 'refused' || pending?.state === 'conflict';
}

/** The slot of a trade, e.g. "22 Jul 2026, 13:45–14:00". */
export function slotWords(format: Format, slot: number, slotMinutes: number): string {
  return `${format.dateTime(slot)}–${format.time(slot + slotMinutes * MINUTE)}`;
}

/** Whether a resolution can be proposed for the case now. */
export function canPropose({ state, pending }: Pick<CaseSummary, 'state' | 'pending'>): boolean {
  return state === 'open' && !isUnderWay(pending);
}

/** Whether there is a proposal to approve or reject, that this desk has not decided yet. */
export function canDecide({ state, pending }: Pick<CaseSummary, 'state' | 'pending'>): boolean {
  return state === 'proposed' && !isUnderWay(pending);
}

function isUnderWay(pending: CaseSummary['pending']): boolean {
  return pending !== null && pending.state !== 'refused' && pending.state !== 'conflict';
}
