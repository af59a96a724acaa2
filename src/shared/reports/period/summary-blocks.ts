import { paragraph } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import type { ReportWords } from '../words.ts';
import { findingBlocks } from './finding-blocks.ts';
import type { FindingFact } from './finding-facts.ts';
import type { PeriodFigures } from './period-facts.ts';

/** What matters, worst first; of a community of few members first of all that, and why so little is told. */
export function summaryBlocks(
  findings: readonly FindingFact[],
  figures: PeriodFigures,
  slotMinutes: number,
  words: ReportWords,
): ReportBlock[] {
  const { activeMembers } = figures.participation;
  const few = { count: activeMembers, members: words.format.number(activeMembers) };
  return [
    ...(figures.trades === null ? [paragraph(words.t('report-period:summary.fewMembers', few), 'finding')] : []),
    ...findingBlocks(findings, slotMinutes, words),
  ];
}
