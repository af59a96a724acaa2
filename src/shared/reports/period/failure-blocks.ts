import { type ResolutionKind, resolutionKinds } from '../../settlement/events.ts';
import { numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { CauseFact } from './period-facts.ts';

/**
 * The trades of a period whose settlement failed, by cause, and how they were put in order.
 * @param causes null where nothing may be told
 */
export function failureBlocks(causes: readonly CauseFact[] | null, words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-period');
  const { number } = words.format;
  if (causes === null) return [paragraph(t('failures.withheld'))];
  const sum = (of: (cause: CauseFact) => number): number => causes.reduce((all, cause) => all + of(cause), 0);
  const failed = sum((cause) => cause.failed);
  const open = sum((cause) => cause.open);
  if (failed === 0) return [paragraph(t('failures.none'), 'good')];
  const voided = sum((cause) => cause.resolved.void);
  const values = {
    count: failed,
    failed: number(failed),
    open: number(open),
    settled: number(failed - open - voided),
    voided: number(voided),
  };
  const first =
    open === 0 ? paragraph(t('failures.resolved', values), 'good') : paragraph(t('failures.open', values), 'finding');
  const rowOf = (name: string, of: (pick: (cause: CauseFact) => number) => number): string[] => [
    name,
    ...[
      of((cause) => cause.failed),
      of((cause) => cause.open),
      ...resolutionKinds.map((kind) => of((cause) => cause.resolved[kind])),
    ].map((value) => number(value)),
  ];
  return [
    first,
    table(
      t('failures.caption'),
      [
        column(t('failures.cause'), 2.4),
        numbers(t('failures.failed')),
        numbers(t('failures.stillOpen')),
        ...resolutionKinds.map((kind) => numbers(resolutionWords(kind, words))),
      ],
      causes.map((cause) => rowOf(causeWords(cause.cause, words), (pick) => pick(cause))),
      rowOf(t('total'), sum),
    ),
  ];
}

/** What a trade failed for. */
export function causeWords(cause: CauseFact['cause'], { t, language }: ReportWords): string {
  const text = t(`health:failureCodes.${cause}`);
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

/** How a case was put in order. */
export function resolutionWords(kind: ResolutionKind, { t }: ReportWords): string {
  return t(`report-period:resolutions.${kind}`);
}
