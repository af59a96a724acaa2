import type { MadeReport, ReportKind } from '#shared/contract/report-records.ts';
import { markedName } from '#shared/desk/community-mark.ts';
import type { OrderOf, ReportCommunity } from '#shared/reports/about.ts';
import { pageFooter, pageHeader } from '#shared/reports/html/page-frame.ts';
import { reportHtml } from '#shared/reports/html/report-html.ts';
import type { ReportStamp } from '#shared/reports/html/stamp.ts';
import { Breath } from '../market/breath.ts';
import type { ReadFigures, ReportTurn } from './report-maker.ts';
import { reportWords } from './report-words.ts';

/** The pages of a report, as the contract has them. */
export interface ReportPages {
  readonly html: string;
  readonly header: string;
  readonly footer: string;
  readonly isLandscape: boolean;
  readonly suggestedName: string;
}

/** What a report is before it has a title. */
export type UntitledReport<K extends ReportKind> = Omit<MadeReport, 'order' | 'title' | 'isAtHand'> &
  Pick<ReportStamp, 'auditHead'> & { readonly order: OrderOf<K> };

/** Longer file names are not taken everywhere. */
const MAX_NAME = 110;

/** Writes a report out in its language; lets others have their turn in between. A cancelled one comes back incomplete. */
export async function renderReport<K extends ReportKind>(
  made: UntitledReport<K>,
  community: ReportCommunity,
  figures: ReadFigures<K>,
  { signal }: ReportTurn,
): Promise<{ pages: ReportPages; title: string; sectionTitles: ReadonlyMap<string, string> }> {
  // The chart library is large, and most runs of the console print nothing.
  const { chartSvg } = await import('./chart-svg.ts');
  const words = reportWords(made.language, community);
  const document = figures.document({ community, order: made.order, dataTo: made.dataTo }, words);
  const stamp: ReportStamp = { ...made, community };
  const parts: string[] = [];
  const breath = new Breath(
    () => undefined,
    () => signal.aborted,
  );
  let charts = 0;
  for (const part of reportHtml(document, stamp, words, (chart) => chartSvg(chart, words.format, ++charts))) {
    parts.push(part);
    if (await breath.take()) break;
  }
  return {
    pages: {
      html: parts.join(''),
      header: pageHeader(document, stamp, words),
      footer: pageFooter(stamp, words),
      isLandscape: document.isLandscape,
      suggestedName: `${markedName(fileNameOf(`${document.title} ${document.subtitle}`), stamp.community)}.pdf`,
    },
    title: document.title,
    sectionTitles: new Map(document.sections.map(({ id, title }) => [id, title])),
  };
}

/** A text as a file name that every system takes. */
function fileNameOf(text: string): string {
  return text
    .replaceAll(':', '.')
    .replaceAll(/[\p{Cc}/\\*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, MAX_NAME)
    .trim();
}
