/** Rows of text under headings, aligned for a terminal. @param texts so many first columns begin at the left; the others end at the right */
export function inColumns(headings: readonly string[], rows: readonly (readonly string[])[], texts: number): string[] {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at < texts ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join('  ')
      .trimEnd();
  return [headings, ...rows].map(line);
}

/** The same as a table of Markdown. */
export function inMarkdown(headings: readonly string[], rows: readonly (readonly string[])[], texts: number): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [headings, headings.map((_, at) => (at < texts ? '---' : '--:')), ...rows].map(line);
}
