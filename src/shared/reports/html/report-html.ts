/**
 * A report as one HTML document for Chromium to print: no script, one style sheet, everything that comes from data escaped. Its heads are
 * the bookmarks of the PDF, its title names the report (`fileTitle`).
 */
import { marksOf } from '../../desk/community-mark.ts';
import type { ReportChart } from '../chart.ts';
import type { ReportBlock, ReportDocument, ReportFigure, ReportSection } from '../document.ts';
import type { ReportWords } from '../words.ts';
import { escape } from './escape.ts';
import { reportStyle } from './report-style.ts';
import { fileTitle, printedFingerprint, type ReportStamp } from './stamp.ts';
import { tableHtml } from './table-html.ts';

/** Shapes in a square of ten: no font needs to have them. */
const TRIANGLE = 'M5 1 9.5 9h-9z';
const TICK = 'M.8 5.4 2 4.2l2 2L8.2 2l1.2 1.2L4 8.6z';

/** Draws a chart as one `<svg ...>` element. */
export type DrawChart = (chart: ReportChart) => string;

/** The document in parts, the long ones a piece after the other, so that others can have their turn in between. */
export function* reportHtml(
  document: ReportDocument,
  stamp: ReportStamp,
  words: ReportWords,
  draw: DrawChart,
): Generator<string> {
  const { language, title, subtitle, isLandscape, sections } = document;
  yield (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(fileTitle(document, stamp))}</title>` +
    `<style>${reportStyle(isLandscape)}</style></head><body>${watermarkHtml(stamp, words)}` +
    `<header><h1>${escape(title)}</h1><p class="subtitle">${escape(subtitle)}</p>${stampHtml(stamp, words)}${warningsHtml(stamp, words)}</header><main>`
  );
  for (const section of sections) yield* sectionHtml(section, words, draw);
  yield '</main></body></html>';
}

function stampHtml({ id, madeAt, dataTo, fingerprint, auditHead }: ReportStamp, { t, format }: ReportWords): string {
  const facts: (readonly [label: string, value: string])[] = [[t('stamp.id'), id]];
  if (dataTo !== null) facts.push([t('stamp.dataTo'), format.dateTime(dataTo)]);
  facts.push(
    [t('stamp.madeAt'), `${format.dateTime(madeAt)} (${format.timeZone})`],
    [t('stamp.fingerprint'), printedFingerprint(fingerprint)],
  );
  if (auditHead !== null) {
    const hash = printedFingerprint(auditHead.hash);
    facts.push([t('stamp.audit'), t('stamp.auditHead', { number: format.number(auditHead.number), hash })]);
  }
  const items = facts.map(([label, value]) => `<div><dt>${escape(label)}</dt><dd>${escape(value)}</dd></div>`);
  return `<dl class="stamp">${items.join('')}</dl>`;
}

/** What a reader must know before anything else: nobody may take these pages for real ones. */
function warningsHtml({ community }: ReportStamp, words: ReportWords): string {
  const texts = marksOf(community).map((mark) => words.t(`warnings.${mark}`));
  return texts.map((text) => markedHtml('warning', TRIANGLE, words.t('mark.warning'), text)).join('');
}

/** Stands behind the text of every page. */
function watermarkHtml({ community }: ReportStamp, { t }: ReportWords): string {
  const marks = marksOf(community).map((mark) => t(`marks.${mark}`));
  return marks.length === 0 ? '' : `<div class="watermark" aria-hidden="true">${escape(marks.join(' · '))}</div>`;
}

function* sectionHtml(
  { title, isPart, startsPage, blocks }: ReportSection,
  words: ReportWords,
  draw: DrawChart,
): Generator<string> {
  const head = isPart === true ? 'h3' : 'h2';
  yield `<section${startsPage === true ? ' class="new-page"' : ''}><${head}>${escape(title)}</${head}>`;
  for (const block of blocks) {
    if (block.type === 'table' || block.type === 'long-table') yield* tableHtml(block.table);
    else yield blockHtml(block, words, draw);
  }
  yield '</section>';
}

type Block = Exclude<ReportBlock, { type: 'table' | 'long-table' }>;

function blockHtml(block: Block, words: ReportWords, draw: DrawChart): string {
  switch (block.type) {
    case 'paragraph':
      return paragraphHtml(block, words);
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
    case 'figures':
      return `<dl class="figures">${block.figures.map(figureHtml).join('')}</dl>`;
    case 'chart':
      return chartHtml(block, draw);
  }
}

/** A finding is told by a word and a shape, because paper may be grey. */
function paragraphHtml(
  { text, tone = 'plain' }: Extract<ReportBlock, { type: 'paragraph' }>,
  { t }: ReportWords,
): string {
  if (tone === 'plain') return `<p>${escape(text)}</p>`;
  if (tone === 'note') return `<p class="note">${escape(text)}</p>`;
  return tone === 'finding'
    ? markedHtml(tone, TRIANGLE, t('mark.finding'), text)
    : markedHtml(tone, TICK, t('mark.good'), text);
}

function markedHtml(name: string, shape: string, word: string, text: string): string {
  return (
    `<p class="mark ${name}"><svg viewBox="0 0 10 10" aria-hidden="true"><path d="${shape}"/></svg>` +
    `<span><strong>${escape(word)}</strong> ${escape(text)}</span></p>`
  );
}

function figureHtml({ label, value, detail }: ReportFigure): string {
  const below = detail === undefined ? '' : `<dd class="detail">${escape(detail)}</dd>`;
  return `<div><dt>${escape(label)}</dt><dd class="value">${escape(value)}</dd>${below}</div>`;
}

function chartHtml({ title, description, chart }: Extract<ReportBlock, { type: 'chart' }>, draw: DrawChart): string {
  const picture = draw(chart).replace('<svg', `<svg role="img" aria-label="${escape(description)}"`);
  return `<figure><figcaption>${escape(title)}</figcaption>${picture}</figure>`;
}
