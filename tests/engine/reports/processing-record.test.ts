import { describe, expect, it } from 'vitest';
import { setOrganiser } from '#engine/documents/organiser.ts';
import { schemaOf } from '#engine/privacy/schema-classes.ts';
import { setHold } from '#engine/privacy/legal-holds.ts';
import { languages } from '#shared/languages/languages.ts';
import type { ProcessingFacts } from '#shared/reports/kinds/processing-record.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { readReport, sectionTexts, textsOf } from './read-report.ts';

const order = { kind: 'processing-record', communityId: COMMUNITY } as const;

describe('the record of processing', () => {
  it('says that the controller is not entered yet, and names it when it is', async () => {
    const context = engineContext(cacheOf(3));
    const missing = await readReport(context, order);
    expect(sectionTexts(missing.document('en'), 'controller').join(' ')).toContain('not entered yet');
    const organiser = { name: 'Sonnental eG', address: 'Am Markt 1', contact: 'office@sonnental.example' };
    setOrganiser(context.cache.write, COMMUNITY, { ...organiser, representative: null, protectionOfficer: null }, 5);
    const texts = sectionTexts((await readReport(context, order)).document('en'), 'controller');
    for (const text of ['Sonnental eG', 'Am Markt 1', 'none']) expect(texts).toContain(text);
  });

  it('has every column of the cache in a category', async () => {
    const context = engineContext(cacheOf(3));
    const { facts } = await readReport(context, order);
    const { data } = (facts as ProcessingFacts).sections;
    const listed = data.flatMap(({ tables }) =>
      tables.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)),
    );
    const actual = [...schemaOf(context.cache.read)].flatMap(([table, columns]) =>
      columns.map((column) => `${table}.${column}`),
    );
    expect(listed.sort()).toEqual(actual.sort());
  });

  it('changes with what it says: a legal hold gives another section', async () => {
    const context = engineContext(cacheOf(3));
    const before = (await readReport(context, order)).facts as ProcessingFacts;
    setHold(context.cache.write, COMMUNITY, { memberId: null, class: null, reason: 'Court case 12/26' }, 5);
    const report = await readReport(context, order);
    const after = report.facts as ProcessingFacts;
    expect([before.sections.erasure, after.sections.erasure]).toEqual([{ holds: 0 }, { holds: 1 }]);
    expect({ ...after.sections, erasure: null }).toEqual({ ...before.sections, erasure: null });
  });

  it.each(languages)('answers each letter of Art. 30(1), in %s', async (language) => {
    const report = await readReport(engineContext(cacheOf(3)), order);
    const titles = report.document(language).sections.map(({ title }) => title);
    for (const letter of 'abcdefg') expect(titles.join(' ')).toContain(`(${letter})`);
    expect(textsOf(report.document(language)).join(' ')).not.toContain('report-processing-record');
  });
});
