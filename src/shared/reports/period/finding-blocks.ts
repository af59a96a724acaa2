import { findingValues } from '../../words/finding-values.ts';
import { paragraph } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import { type FindingFact, findingOf } from './finding-facts.ts';

/** The health of a period in plain sentences, most urgent first: as on the console's pages, without their links. */
export function findingBlocks(facts: readonly FindingFact[], slotMinutes: number, words: ReportWords): ReportBlock[] {
  const t = within(words, 'health');
  return facts.map((fact) => {
    const finding = findingOf(fact);
    const values = findingValues(finding, { format: words.format, t, slotMinutes });
    const { kind, level } = finding;
    const text = `${t(`${kind}.title`, values)}. ${t(`${kind}.text`, values)}`;
    return paragraph(text, toneOf(level));
  });
}

function toneOf(level: FindingFact['level']): 'finding' | 'plain' | 'good' {
  if (level === 'good') return 'good';
  return level === 'notice' ? 'plain' : 'finding';
}
