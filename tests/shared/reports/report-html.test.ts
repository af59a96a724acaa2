// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportWords } from '#engine/reports/report-words.ts';
import type { ReportBlock, ReportDocument, ReportTable } from '#shared/reports/document.ts';
import { pageFooter, pageHeader } from '#shared/reports/html/page-frame.ts';
import { reportHtml } from '#shared/reports/html/report-html.ts';
import type { ReportStamp } from '#shared/reports/html/stamp.ts';

const FINGERPRINT = '0123456789abcdef'.repeat(4);
const stamp: ReportStamp = {
  id: 'CW-7K2M-9QX4-T5BN',
  madeAt: Date.UTC(2026, 10, 1, 6),
  dataTo: Date.UTC(2026, 9, 31, 23),
  fingerprint: FINGERPRINT,
  community: { name: 'Sonnental', isDemo: false, hasSimulatedTrades: false },
  auditHead: { number: 1204, hash: 'f'.repeat(64) },
};
const words = reportWords('de', { timeZone: 'Europe/Berlin', currency: 'EUR' });

const documentOf = (blocks: readonly ReportBlock[], text = 'Bericht'): ReportDocument => ({
  language: 'de',
  title: text,
  subtitle: text,
  isLandscape: false,
  sections: [{ id: 'one', title: text, blocks }],
});
const write = (document: ReportDocument, given = stamp): string =>
  [...reportHtml(document, given, words, () => '<svg width="1"></svg>')].join('');
/** Without its style sheet, which would take most of the time. */
const parse = (html: string): Document =>
  new DOMParser().parseFromString(html.replace(/<style>.*?<\/style>/s, ''), 'text/html');

const rows = (count: number): string[][] => Array.from({ length: count }, (_, at) => [`${at + 1}`, 'House']);
const table = (count: number, total?: readonly string[]): ReportTable => ({
  caption: 'Geschäfte',
  columns: [
    { title: 'Nr.', align: 'end' },
    { title: 'Käufer', align: 'start', width: 3 },
  ],
  rows: rows(count),
  ...(total && { total }),
});
const bodiesOf = (given: ReportTable): { isKept: boolean; rows: string[] }[] =>
  [...parse(write(documentOf([{ type: 'table', table: given }]))).querySelectorAll('tbody')].map((body) => ({
    isKept: body.className === 'kept',
    rows: [...body.querySelectorAll('th')].map(({ textContent }) => textContent),
  }));

describe('the HTML of a report', () => {
  it('says its language, and in its title which report it is', () => {
    const html = parse(write(documentOf([], 'Monatsbericht')));
    expect(html.documentElement.lang).toBe('de');
    expect(html.title).toBe(`Monatsbericht · CW-7K2M-9QX4-T5BN · ${FINGERPRINT}`);
    expect([...html.querySelectorAll('h1, h2')].map(({ textContent }) => textContent)).toEqual([
      'Monatsbericht',
      'Monatsbericht',
    ]);
  });

  it('prints the facts by which it can be checked', () => {
    const facts = parse(write(documentOf([]))).querySelector('.stamp')?.textContent;
    expect(facts).toContain('CW-7K2M-9QX4-T5BN');
    expect(facts).toContain('1. Nov. 2026, 00:00');
    expect(facts).toContain('0123 4567 89ab cdef 0123 4567 89ab cdef');
    expect(facts).toContain('Eintrag 1.204');
  });

  it('warns of invented data and simulated trades before anything else', () => {
    const community = { name: 'Vorführung', isDemo: true, hasSimulatedTrades: true };
    const html = parse(write(documentOf([]), { ...stamp, community }));
    expect(html.querySelectorAll('header .warning')).toHaveLength(2);
    expect(parse(write(documentOf([]))).querySelectorAll('.warning')).toHaveLength(0);
  });

  it('carries on every page what must not be taken for real: above the text and behind it', () => {
    const marked = (community: ReportStamp['community']): string[] => [
      parse(pageHeader(documentOf([]), { community }, words)).body.textContent,
      parse(write(documentOf([]), { ...stamp, community })).querySelector('.watermark')?.textContent ?? '',
    ];
    const { name } = stamp.community;
    for (const text of marked({ name, isDemo: true, hasSimulatedTrades: false }))
      expect(text).toContain('Demo – erfundene Daten');
    for (const text of marked({ name, isDemo: false, hasSimulatedTrades: true }))
      expect(text).toContain('Simulierter Handel');
    for (const text of marked(stamp.community)) expect(text).not.toMatch(/Demo|Simuliert/);
  });

  it('lets no text become a tag, an attribute or an entity', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"><img src=x onerror=alert(1)>', "' onload='x", '</title><script>', '&lt;b&gt;', '</table><p>'),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        // What HTML folds or forbids in any text.
        fc.pre(text.isWellFormed() && !text.includes('\0') && !text.includes('\r'));
        const blocks: ReportBlock[] = [
          { type: 'paragraph', text },
          { type: 'paragraph', text, tone: 'finding' },
          { type: 'list', items: [text] },
          { type: 'figures', figures: [{ label: text, value: text, detail: text }] },
          { type: 'table', table: { caption: text, columns: [{ title: text, align: 'start' }], rows: [[text]] } },
          { type: 'chart', title: text, description: text, chart: { kind: 'bars', labels: [], unit: '', series: [] } },
        ];
        const html = parse(write(documentOf(blocks, text)));
        expect(html.querySelector('main p')?.textContent).toBe(text);
        expect(html.querySelector('li')?.textContent).toBe(text);
        expect(html.querySelector('.detail')?.textContent).toBe(text);
        expect(html.querySelector('tbody th')?.textContent).toBe(text);
        expect(html.querySelector('figure svg')?.getAttribute('aria-label')).toBe(text);
        expect(html.querySelectorAll('script, img, b')).toHaveLength(0);
        expect(html.querySelectorAll('main *')).toHaveLength(28);
      }),
      { numRuns: 40 },
    );
  });

  it('tells a finding by a word and a shape, not by its colour alone', () => {
    const html = parse(write(documentOf([{ type: 'paragraph', tone: 'finding', text: 'Drei Fälle.' }])));
    expect(html.querySelector('.finding')?.textContent).toBe('Zu prüfen: Drei Fälle.');
    expect(html.querySelector('.finding svg')).not.toBeNull();
  });

  it('describes a chart for those who cannot see it', () => {
    const chart = { kind: 'bars', labels: [], unit: 'kWh', series: [] } as const;
    const html = parse(write(documentOf([{ type: 'chart', title: 'Energie', description: 'Steigt.', chart }])));
    expect(html.querySelector('figcaption')?.textContent).toBe('Energie');
    expect(html.querySelector('svg[role=img]')?.getAttribute('aria-label')).toBe('Steigt.');
  });
});

describe('a table', () => {
  it('has a head that belongs to its columns, and rows that have a head', () => {
    const html = parse(write(documentOf([{ type: 'table', table: table(2) }])));
    const heads = [...html.querySelectorAll('thead th')];
    expect(heads.map((head) => [head.textContent, head.getAttribute('scope')])).toEqual([
      ['Nr.', 'col'],
      ['Käufer', 'col'],
    ]);
    expect(heads[0].className).toBe('n');
    expect(html.querySelector('tbody th')?.getAttribute('scope')).toBe('row');
    expect(html.querySelector('caption')?.textContent).toBe('Geschäfte');
  });

  it('stays together when it is short', () => {
    expect(bodiesOf(table(6, ['Summe', '6']))).toEqual([
      { isKept: true, rows: ['1', '2', '3', '4', '5', '6', 'Summe'] },
    ]);
  });

  it('keeps its first rows together, and its last ones with the total', () => {
    expect(bodiesOf(table(8, ['Summe', '8']))).toEqual([
      { isKept: true, rows: ['1', '2', '3'] },
      { isKept: false, rows: ['4', '5'] },
      { isKept: true, rows: ['6', '7', '8', 'Summe'] },
    ]);
  });

  it.each([7, 102, 103, 104, 203, 450])('of %i rows has each of them once, in their order', (count) => {
    const bodies = bodiesOf(table(count));
    expect(bodies.flatMap((body) => body.rows)).toEqual(rows(count).map(([name]) => name));
    expect(bodies[0]).toEqual({ isKept: true, rows: ['1', '2', '3'] });
    expect(bodies.at(-1)).toMatchObject({ isKept: true, rows: { length: 3 } });
  });

  it('is written in parts when it is long', () => {
    let asked = 0;
    function* many(): Generator<string[]> {
      for (const row of rows(1000)) {
        asked++;
        yield row;
      }
    }
    const parts = reportHtml(
      documentOf([{ type: 'long-table', table: { ...table(0), rows: many() } }]),
      stamp,
      words,
      () => '',
    );
    while (!parts.next().value?.includes('<tbody')) expect(asked).toBe(0);
    expect(asked).toBeLessThan(200);
  });
});

describe('what stands above and below each page', () => {
  it('names the report, its data and its fingerprint, and counts the pages', () => {
    const footer = parse(pageFooter(stamp, words)).body;
    expect(footer.textContent).toContain('CW-7K2M-9QX4-T5BN');
    expect(footer.textContent).toContain('Datenstand 1. Nov. 2026, 00:00');
    expect(footer.textContent).toContain('0123 4567 89ab cdef 0123 4567 89ab cdef');
    expect(footer.querySelectorAll('.pageNumber, .totalPages')).toHaveLength(2);
  });

  it('says that members appear under pseudonyms', () => {
    const header = parse(pageHeader(documentOf([], 'Monatsbericht <b>'), stamp, words)).body;
    expect(header.textContent).toContain('Monatsbericht <b>');
    expect(header.textContent).toContain('Pseudonymen');
  });
});
