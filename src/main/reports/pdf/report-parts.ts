/**
 * Chromium keeps about a megabyte for every three rows that it lays out, until the whole document is printed: a year's ledger in one piece
 * would take more memory than there is. So much HTML, some thirty pages of a table, is laid out at once.
 */
const PART_LENGTH = 400_000;
/** A section that is shorter is no more than a heading for those after it. */
const HEADING_LENGTH = 400;

/** A piece of a report that is printed by itself. */
export interface ReportPart {
  readonly html: string;
  /** Level of its first heading, 1 to 6. */
  readonly topLevel: number;
}

/**
 * Cuts a long report between its sections; a short one is left whole. Each part is a document of its own.
 * @param html as `reportHtml` writes it
 */
export function reportParts(html: string, partLength: number = PART_LENGTH): ReportPart[] {
  if (html.length <= partLength) return [{ html, topLevel: 1 }];
  const { head, beginning, sections } = taken(html);
  const parts: string[][] = [[beginning]];
  let length = beginning.length;
  for (const section of sections) {
    const current = parts[parts.length - 1];
    if (length + section.length > partLength && current.join('').length > beginning.length) {
      const headings: string[] = [];
      while (current.length > 1 && current[current.length - 1].length < HEADING_LENGTH)
        headings.unshift(current.pop()!);
      parts.push(headings);
      length = 0;
    }
    parts[parts.length - 1].push(section);
    length += section.length;
  }
  return parts.map((part) => {
    const body = part.join('');
    return { html: `${head}${body}</main></body></html>`, topLevel: Number(/<h([1-6])\b/.exec(body)?.[1] ?? 1) };
  });
}

/** A document of empty pages in the format of a report, for what stands above and below. */
export function emptyPages(html: string, pages: number): string {
  const { head } = taken(html);
  return `${head}${'<p style="break-after:page">&nbsp;</p>'.repeat(pages - 1)}<p>&nbsp;</p></main></body></html>`;
}

function taken(html: string): { head: string; beginning: string; sections: string[] } {
  const bodyAt = html.indexOf('<body>') + '<body>'.length;
  const mainAt = html.indexOf('<main>') + '<main>'.length;
  return {
    head: `${html.slice(0, bodyAt)}<main>`,
    beginning: html.slice(bodyAt, mainAt - '<main>'.length),
    sections: html.slice(mainAt, html.lastIndexOf('</main>')).split(/(?=<section\b)/),
  };
}
