import { marksOf } from '../../desk/community-mark.ts';
import type { ReportDocument } from '../document.ts';
import type { ReportWords } from '../words.ts';
import { escape } from './escape.ts';
import { printedFingerprint, type ReportStamp } from './stamp.ts';

/** Room around the text of a page, in millimetres; header and footer stand in it. */
export const pageMargins = { top: 17, bottom: 19, side: 15 } as const;

const FRAME = `box-sizing:border-box;width:100%;padding:0 ${pageMargins.side}mm;font:7pt/1.5 Arial,'Liberation Sans',sans-serif;color:#3a4450;-webkit-print-color-adjust:exact`;
const ROW = 'display:flex;justify-content:space-between;gap:6mm';
/** Stand for the numbers that only the printer knows, and occur in no text. */
const PAGE = '\ue000';
const PAGES = '\ue001';

/** What stands above each page, what the community is marked as too, as Chromium's `printToPDF` takes it: no scripts, no fonts of the page. */
export function pageHeader(
  { title, subtitle }: ReportDocument,
  { community }: Pick<ReportStamp, 'community'>,
  words: ReportWords,
): string {
  const marks = marksOf(community)
    .map((mark) => `<b style="padding:0 1mm;border:0.6pt solid #3a4450">${escape(words.t(`marks.${mark}`))}</b> `)
    .join('');
  const hint = escape(words.t('pseudonyms'));
  return (
    `<div style="${FRAME}"><div style="${ROW};padding-bottom:1mm;border-bottom:0.4pt solid #8b95a5">` +
    `<span><b>${escape(title)}</b> · ${escape(subtitle)}</span><span style="white-space:nowrap">${marks}${hint}</span></div></div>`
  );
}

/** What stands below each page: all that a person needs who holds one page and wants to check it. */
export function pageFooter({ id, madeAt, dataTo, fingerprint }: ReportStamp, { t, format }: ReportWords): string {
  const number = escape(t('page', { page: PAGE, pages: PAGES }))
    .replace(PAGE, '<span class="pageNumber"></span>')
    .replace(PAGES, '<span class="totalPages"></span>');
  const facts = [
    ...(dataTo === null ? [] : [t('dataTo', { time: format.dateTime(dataTo) })]),
    t('madeAt', { time: format.dateTime(madeAt) }),
  ].join(' · ');
  return (
    `<div style="${FRAME}"><div style="padding-top:1mm;border-top:0.4pt solid #8b95a5">` +
    `<div style="${ROW}"><span><b>${escape(id)}</b> · ${escape(facts)}</span><b style="white-space:nowrap">${number}</b></div>` +
    `<div>${escape(t('fingerprint', { fingerprint: printedFingerprint(fingerprint) }))}</div></div></div>`
  );
}
