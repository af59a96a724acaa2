/** A tagged PDF in the form in which Chromium writes one: a heading, and a page with a white ground, text and a bar below it for each line. */
export function chromiumPdf(title: string, heading: string | null, lines: readonly string[]): Buffer {
  const pages = lines.map((_, index) => 10 + 4 * index);
  const objects = new Map<number, string>([
    [1, `<</Title (${title})\n/Producer (Skia/PDF m130)>>`],
    [2, '<</Type /Font\n/Subtype /Type1\n/BaseFont /Helvetica\n/Encoding /WinAnsiEncoding>>'],
    [3, `<</Type /Pages\n/Count ${lines.length}\n/Kids [${list(pages)}]>>`],
    [
      4,
      '<</Type /StructTreeRoot\n/K 5 0 R\n/ParentTreeNextKey 9\n/ParentTree 6 0 R\n/IDTree 8 0 R>>'.replace(
        '9',
        String(lines.length),
      ),
    ],
    [
      5,
      `<</Type /StructElem\n/S /Document\n/P 4 0 R\n/K [${list(pages.map((page) => page + 2))}]\n/ID (node00000001)>>`,
    ],
    [6, `<</Type /ParentTree\n/Nums [${pages.map((page, key) => `${key} ${page + 3} 0 R`).join(' ')}]>>`],
    [
      7,
      `<</Limits [(node00000010) (node00000099)]\n/Names [${pages.map((page) => `(node000000${page}) ${page + 2} 0 R`).join(' ')}]>>`,
    ],
    [8, '<</Kids [7 0 R]>>'],
    [
      9,
      `<</Type /Catalog\n/Pages 3 0 R\n/MarkInfo <</Type /MarkInfo\n/Marked true>>\n/StructTreeRoot 4 0 R${heading === null ? '' : '\n/Outlines 90 0 R'}\n/Lang (en)>>`,
    ],
  ]);
  for (const [index, line] of lines.entries()) {
    const page = pages[index];
    const content = `1 1 1 rg 0 60 595 722 re f 0 0 0 rg\nBT\n/P <</MCID 0 >>BDC\n/F2 12 Tf\n1 0 0 1 50 ${heading === null ? 20 : 700} Tm\n(${line}) Tj\nEMC\nET\n50 ${heading === null ? 5 : 680} 80 12 re f\n`;
    objects.set(
      page,
      `<</Type /Page\n/Resources <</ProcSet [/PDF /Text]\n/Font <</F2 2 0 R>>>>\n/MediaBox [0 0 595 842]\n/Contents ${page + 1} 0 R\n/StructParents ${index}\n/Parent 3 0 R>>`,
    );
    objects.set(page + 1, `<</Length ${content.length}>> stream\n${content}\nendstream`);
    objects.set(
      page + 2,
      `<</Type /StructElem\n/S /P\n/P 5 0 R\n/K [<</Type /MCR\n/Pg ${page} 0 R\n/MCID 0>>]\n/ID (node000000${page})>>`,
    );
    objects.set(page + 3, `[${page + 2} 0 R]`);
  }
  if (heading !== null) {
    objects.set(90, '<</Type /Outlines\n/First 91 0 R\n/Last 91 0 R\n/Count 1>>');
    objects.set(91, `<</Title (${heading})\n/Dest [${pages[0]} 0 R /XYZ 0 700 0]\n/Parent 90 0 R>>`);
  }
  return Buffer.from(written(objects), 'latin1');
}

function list(numbers: readonly number[]): string {
  return numbers.map((number) => `${number} 0 R`).join(' ');
}

function written(objects: ReadonlyMap<number, string>): string {
  let text = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [number, content] of objects) {
    offsets.push(text.length);
    text += `${number} 0 obj\n${content}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return `${text}xref\n0 ${offsets.length}\n${table}trailer\n<</Size 100\n/Root 9 0 R\n/Info 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
}
