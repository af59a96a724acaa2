/**
 * A report as paper has it: sections of blocks, all text in one language and every number already written out. It knows nothing of HTML;
 * what prints it decides on sizes and page breaks.
 */
import type { Language } from '../languages/languages.ts';
import type { ReportChart } from './chart.ts';

export interface ReportDocument {
  readonly language: Language;
  readonly title: string;
  /** Community and period, below the title. */
  readonly subtitle: string;
  /** Wide tables need it; the rest is upright. */
  readonly isLandscape: boolean;
  readonly sections: readonly ReportSection[];
}

export interface ReportSection {
  /** The key of its figures in `ReportFacts`; a section without figures of its own (sources, notes) has none. */
  readonly id: string;
  /** A heading and a bookmark of the PDF. */
  readonly title: string;
  /** A part of the section before: a smaller heading, and a bookmark below that of the section. */
  readonly isPart?: boolean;
  /** Begins on a page of its own. */
  readonly startsPage?: boolean;
  readonly blocks: readonly ReportBlock[];
}

export type ReportBlock =
  /** `finding` stands out with a mark, `note` is small: sources, methods, what is withheld. */
  | { readonly type: 'paragraph'; readonly text: string; readonly tone?: 'plain' | 'finding' | 'good' | 'note' }
  | { readonly type: 'list'; readonly items: readonly string[] }
  /** Numbers that stand alone, as cards in a row. */
  | { readonly type: 'figures'; readonly figures: readonly ReportFigure[] }
  | { readonly type: 'table'; readonly table: ReportTable }
  | { readonly type: 'long-table'; readonly table: ReportLongTable }
  | { readonly type: 'chart'; readonly title: string; readonly description: string; readonly chart: ReportChart };

export interface ReportFigure {
  readonly label: string;
  readonly value: string;
  /** Change against the period before, formula or source. */
  readonly detail?: string;
}

export interface ReportTable {
  /** Tells apart what stands under one heading. */
  readonly caption: string;
  readonly columns: readonly ReportColumn[];
  /** As many cells as columns. */
  readonly rows: readonly (readonly string[])[];
  /** Stands once, below the last row. */
  readonly total?: readonly string[];
}

/** A table of many pages: its rows are written out one after the other when their turn has come. */
export interface ReportLongTable extends Omit<ReportTable, 'rows'> {
  readonly rows: Iterable<readonly string[]>;
}

export interface ReportColumn {
  readonly title: string;
  /** Numbers and their heads stand at the end. */
  readonly align: 'start' | 'end';
  /** Share of the width, relative to the other columns; 1 when absent. */
  readonly width?: number;
}
