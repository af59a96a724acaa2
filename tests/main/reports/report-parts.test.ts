import { describe, expect, it } from 'vitest';
import { emptyPages, reportParts } from '#main/reports/pdf/report-parts.ts';

const head = '<!doctype html><html lang="en"><head><style>@page{}</style></head><body>';
const section = (name: string, level: number): string =>
  `<section><h${level}>${name}</h${level}><p>${'x'.repeat(600)}</p></section>`;
const report = (...sections: string[]): string =>
  `${head}<header><h1>Ledger</h1></header><main>${sections.join('')}</main></body></html>`;

describe('a report that is laid out in parts', () => {
  it('is left whole when it is short', () => {
    const html = report(section('One', 2));
    expect(reportParts(html)).toEqual([{ html, topLevel: 1 }]);
  });

  it('is cut between sections, each part a document with the same head', () => {
    const parts = reportParts(report(section('One', 2), section('Two', 2), section('Three', 3)), 1_000);
    expect(parts.map(({ topLevel }) => topLevel)).toEqual([1, 2, 3]);
    for (const { html } of parts) {
      expect(html.startsWith(`${head}<main>`)).toBe(true);
      expect(html.endsWith('</main></body></html>')).toBe(true);
    }
  });

  it('loses no section and repeats none', () => {
    const names = Array.from({ length: 20 }, (_, index) => `Day ${index}`);
    const parts = reportParts(report(...names.map((name) => section(name, 3))), 2_000);
    const found = parts.flatMap(({ html }) => [...html.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, name]) => name));
    expect(found).toEqual(names);
  });

  it('keeps a heading without text with the section that follows', () => {
    const parts = reportParts(
      report(section('Totals', 2), '<section><h2>Days</h2></section>', section('Day 1', 3)),
      1_000,
    );
    expect(parts[1].html).toContain('<h2>Days</h2></section><section><h3>Day 1');
    expect(parts[1].topLevel).toBe(2);
  });
});

it('empty pages have the head of the report and are as many as asked for', () => {
  const html = emptyPages(report(section('One', 2)), 4);
  expect(html.startsWith(head)).toBe(true);
  expect(html.match(/<p/g)).toHaveLength(4);
});
