import type { ReportColumn, ReportLongTable } from '../document.ts';
import { escape } from './escape.ts';

/** Rows that stay together at the beginning and at the end: none stands alone on a page. */
const TOGETHER = 3;

/** Rows that are written at a time: a few milliseconds of work. */
const AT_ONCE = 100;

/** A table whose head is repeated on every page, some rows after the others. */
export function* tableHtml({ caption, columns, rows, total }: ReportLongTable): Generator<string> {
  yield tableStart(caption, columns);
  yield* bodiesHtml(columns, rows, total === undefined ? '' : totalRow(columns, total));
  yield '</table>';
}

function tableStart(caption: string, columns: readonly ReportColumn[]): string {
  const all = columns.reduce((sum, { width = 1 }) => sum + width, 0);
  const widths = columns.map(({ width = 1 }) => `<col style="width:${((width / all) * 100).toFixed(2)}%">`).join('');
  const heads = columns.map(({ title, align }) => `<th scope="col"${classOf(align)}>${escape(title)}</th>`).join('');
  return `<table><caption>${escape(caption)}</caption><colgroup>${widths}</colgroup><thead><tr>${heads}</tr></thead>`;
}

/** The rows in groups: the first and the last ones, with the total, are kept together. */
function* bodiesHtml(
  columns: readonly ReportColumn[],
  rows: ReportLongTable['rows'],
  total: string,
): Generator<string> {
  const waiting: string[] = [];
  let isFirst = true;
  for (const row of rows) {
    waiting.push(rowHtml(columns, row));
    if (waiting.length < AT_ONCE + TOGETHER) continue;
    const written = waiting.splice(0, AT_ONCE);
    yield isFirst
      ? bodyHtml(written.slice(0, TOGETHER), true) + bodyHtml(written.slice(TOGETHER), false)
      : bodyHtml(written, false);
    isFirst = false;
  }
  if (isFirst && waiting.length <= 2 * TOGETHER) yield bodyHtml([...waiting, total], true);
  else {
    if (isFirst) yield bodyHtml(waiting.splice(0, TOGETHER), true);
    yield bodyHtml(waiting.slice(0, -TOGETHER), false);
    yield bodyHtml([...waiting.slice(-TOGETHER), total], true);
  }
}

function bodyHtml(rows: readonly string[], isKept: boolean): string {
  const text = rows.join('');
  return text === '' ? '' : `<tbody${isKept ? ' class="kept"' : ''}>${text}</tbody>`;
}

function rowHtml(columns: readonly ReportColumn[], cells: readonly string[]): string {
  const [first, ...others] = cells.map((cell, at) => ({ text: escape(cell), name: classOf(columns[at].align) }));
  return `<tr><th scope="row"${first.name}>${first.text}</th>${others.map(({ text, name }) => `<td${name}>${text}</td>`).join('')}</tr>`;
}

function totalRow(columns: readonly ReportColumn[], cells: readonly string[]): string {
  return rowHtml(columns, cells).replace('<tr>', '<tr class="total">');
}

function classOf(align: ReportColumn['align']): string {
  return align === 'end' ? ' class="n"' : '';
}
