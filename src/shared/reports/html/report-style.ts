import { meaning } from '../../format/meaning.ts';
import { pageMargins } from './page-frame.ts';

/** The style sheet of a report. Ink on white: it is read on paper, mostly in grey. */
export function reportStyle(isLandscape: boolean): string {
  const { top, bottom, side } = pageMargins;
  return `
@font-face { font-family: 'Inter Variable'; src: url('app://report/inter.woff2') format('woff2'); font-weight: 100 900; }
@page { size: A4 ${isLandscape ? 'landscape' : 'portrait'}; margin: ${top}mm ${side}mm ${bottom}mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; background: #fff; color: #111820; font: 9pt/1.45 'Inter Variable', Arial, 'Liberation Sans', sans-serif; orphans: 3; widows: 3; hyphens: auto; overflow-wrap: break-word; }
.watermark { position: fixed; z-index: -1; top: 42%; left: 0; right: 0; transform: rotate(-24deg); color: #eceff3; font-size: 44pt; font-weight: 700; line-height: 1.1; text-align: center; }
h1 { margin: 0; font-size: 20pt; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 5.5mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.6pt solid #111820; font-size: 12.5pt; line-height: 1.3; }
h3 { margin: 3.5mm 0 1mm; font-size: 10pt; line-height: 1.3; }
h1, h2, h3, caption, figcaption { break-after: avoid; break-inside: avoid; }
p { margin: 0 0 2mm; max-width: 165mm; }
p:has(+ table), p:has(+ figure) { break-after: avoid; }
.subtitle { margin: 1mm 0 3mm; font-size: 11pt; color: #3a4450; }
ul { margin: 0 0 2mm; padding-left: 5mm; max-width: 165mm; }
li { margin-bottom: 0.8mm; break-inside: avoid; }
li:nth-last-child(-n + 2), li:nth-child(2) { break-before: avoid; }
.note { max-width: none; font-size: 7.5pt; color: #3a4450; }
.new-page { break-before: page; }
.new-page > h2 { margin-top: 0; }
dl { margin: 0; }
dd { margin: 0; }
.stamp { display: flex; flex-wrap: wrap; gap: 0.5mm 8mm; padding: 2.5mm 3.5mm; border: 0.6pt solid #8b95a5; border-left: 2.4pt solid ${meaning.trade}; font-size: 8pt; }
.stamp div { display: flex; gap: 2mm; white-space: nowrap; }
.stamp dt { color: #3a4450; }
.stamp dd { font-weight: 600; }
.mark { display: flex; gap: 2mm; max-width: none; padding: 1.6mm 2.5mm; border: 0.6pt solid #8b95a5; break-inside: avoid; }
.mark svg { flex: none; width: 3mm; height: 3mm; margin-top: 0.6mm; }
.mark.warning { margin-top: 2mm; }
.mark.warning, .mark.finding { border-left: 2.4pt solid ${meaning.failure}; }
.mark.good { border-left: 2.4pt solid ${meaning.trade}; }
.figures { display: grid; grid-template-columns: repeat(${isLandscape ? 6 : 4}, 1fr); gap: 2.5mm; margin-bottom: 3mm; }
.figures > div { padding: 2.2mm 2.8mm; border: 0.6pt solid #c3cbd6; border-top: 1.8pt solid #3a4450; break-inside: avoid; }
.figures dt { font-size: 7.5pt; color: #3a4450; line-height: 1.3; }
.figures .value { font-size: 14pt; font-weight: 650; line-height: 1.35; letter-spacing: -0.01em; }
.figures .detail { font-size: 7pt; color: #3a4450; line-height: 1.35; }
table { width: 100%; margin: 0 0 3.5mm; border-collapse: collapse; table-layout: fixed; font-size: 8pt; line-height: 1.35; }
caption { padding: 0 0 1mm; text-align: left; font-size: 8pt; color: #3a4450; }
thead { display: table-header-group; break-inside: avoid; break-after: avoid; }
tr { break-inside: avoid; }
thead th { padding: 1mm 1.4mm; border-bottom: 1pt solid #111820; font-size: 7.5pt; font-weight: 650; text-align: left; vertical-align: bottom; }
tbody th, tbody td { padding: 0.75mm 1.4mm; border-bottom: 0.4pt solid #c3cbd6; font-weight: 400; text-align: left; vertical-align: top; }
table .n { text-align: right; font-variant-numeric: tabular-nums; }
.n + :not(.n) { padding-left: 4mm; }
.kept { break-inside: avoid; }
.total th, .total td { border-top: 0.8pt solid #111820; border-bottom: none; font-weight: 650; }
figure { margin: 0 0 3mm; break-inside: avoid; }
figcaption { margin-bottom: 1mm; font-weight: 600; }
figure svg { display: block; width: 100%; height: auto; }
`.trim();
}
