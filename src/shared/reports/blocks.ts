/** Short ways to write the blocks of a report. */
import type { ReportBlock, ReportColumn, ReportFigure } from './document.ts';

type Paragraph = Extract<ReportBlock, { type: 'paragraph' }>;

export function paragraph(text: string, tone: NonNullable<Paragraph['tone']> = 'plain'): ReportBlock {
  return { type: 'paragraph', text, tone };
}

export function note(text: string): ReportBlock {
  return paragraph(text, 'note');
}

export function list(items: readonly string[]): ReportBlock {
  return { type: 'list', items };
}

export function cards(figures: readonly ReportFigure[]): ReportBlock {
  return { type: 'figures', figures };
}

/** A column of words. */
export function words(title: string, width = 1): ReportColumn {
  return { title, align: 'start', width };
}

/** A column of numbers. */
export function numbers(title: string, width = 1): ReportColumn {
  return { title, align: 'end', width };
}

export function table(
  caption: string,
  columns: readonly ReportColumn[],
  rows: readonly (readonly string[])[],
  total?: readonly string[],
): ReportBlock {
  return { type: 'table', table: { caption, columns, rows, ...(total && { total }) } };
}
