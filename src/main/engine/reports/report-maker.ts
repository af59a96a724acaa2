import type { ReportKind } from '#shared/contract/report-records.ts';
import type { OrderOf, ReportAbout } from '#shared/reports/about.ts';
import type { ReportDocument } from '#shared/reports/document.ts';
import type { ReportFacts } from '#shared/reports/facts.ts';
import type { ReportWords } from '#shared/reports/words.ts';
import type { EngineContext } from '../context.ts';

/** What a long reading tells, and what it asks whether it should stop. */
export interface ReportTurn {
  report(done: number, total: number | null): void;
  readonly signal: AbortSignal;
}

/** How a report of one kind is made. `F` may hold more than `sections`, e.g. rows of which a section has the digest. */
export interface ReportMaker<K extends ReportKind, F extends ReportFacts = ReportFacts> {
  /**
   * Reads the figures: the same ones whenever it is asked, as long as the data of the order are the same. Long readings let others have
   * their turn, report progress and stop with CANCELLED.
   * @throws INPUT_INVALID when there is nothing to report, e.g. the member or the data are not there
   */
  readonly facts: (context: EngineContext, order: OrderOf<K>, turn: ReportTurn) => Promise<F>;
  /** Writes them out; depends on nothing else (`src/shared/reports/kinds`). */
  readonly document: (facts: F, about: ReportAbout<K>, words: ReportWords) => ReportDocument;
}

/** Figures that were read, with the way to write them out: nobody else knows what else is in them. */
export interface ReadFigures<K extends ReportKind> {
  readonly facts: ReportFacts;
  document(about: ReportAbout<K>, words: ReportWords): ReportDocument;
}

/** A maker as its users see it. */
export type FigureReader<K extends ReportKind> = (
  context: EngineContext,
  order: OrderOf<K>,
  turn: ReportTurn,
) => Promise<ReadFigures<K>>;

/** Hides what only the maker knows of its facts. */
export function reading<K extends ReportKind, F extends ReportFacts>(maker: ReportMaker<K, F>): FigureReader<K> {
  return async (context, order, turn) => {
    const facts = await maker.facts(context, order, turn);
    return { facts, document: (about, words) => maker.document(facts, about, words) };
  };
}
