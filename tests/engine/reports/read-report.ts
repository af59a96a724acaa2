import type { EngineContext } from '#engine/context.ts';
import { readFigures } from '#engine/reports/read-figures.ts';
import { reportWords } from '#engine/reports/report-words.ts';
import type { ReportOrder } from '#shared/contract/report-records.ts';
import type { Language } from '#shared/languages/languages.ts';
import type { ReportBlock, ReportDocument } from '#shared/reports/document.ts';
import type { ReportFacts } from '#shared/reports/facts.ts';

/** A report's figures, with the way to write them out. */
export interface ReadReport {
  readonly facts: ReportFacts;
  document(language: Language): ReportDocument;
}

/** Reads a report as the engine does. */
export async function readReport(context: EngineContext, order: ReportOrder): Promise<ReadReport> {
  const turn = { report: () => undefined, signal: new AbortController().signal };
  const { community, figures } = await readFigures(context, order, turn);
  const about = { community, order, dataTo: figures.facts.dataTo };
  return { facts: figures.facts, document: (language) => figures.document(about, reportWords(language, community)) };
}

/** Everything that a report says, a text after the other. */
export function textsOf({ title, subtitle, sections }: ReportDocument): string[] {
  return [title, subtitle, ...sections.flatMap((section) => [section.title, ...section.blocks.flatMap(textsOfBlock)])];
}

/** Everything that one section says; throws where there is no such section. */
export function sectionTexts({ sections }: ReportDocument, id: string): string[] {
  const section = sections.find((one) => one.id === id);
  if (!section) throw new Error(`The report has no section ${id}.`);
  return [section.title, ...section.blocks.flatMap(textsOfBlock)];
}

function textsOfBlock(block: ReportBlock): string[] {
  switch (block.type) {
    case 'paragraph':
      return [block.text];
    case 'list':
      return [...block.items];
    case 'figures':
      return block.figures.flatMap(({ label, value, detail = '' }) => [label, value, detail]);
    case 'table':
    case 'long-table': {
      const { caption, columns, rows, total = [] } = block.table;
      return [caption, ...columns.map((column) => column.title), ...[...rows].flat(), ...total];
    }
    case 'chart':
      return [
        block.title,
        block.description,
        ...('series' in block.chart ? block.chart.series : []).map(({ name }) => name),
      ];
  }
}
