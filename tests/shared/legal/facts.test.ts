import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { articlesOf } from '#shared/legal/article.ts';
import { definitionsOf, legalActs, legalFacts, legalParts } from '#shared/legal/facts.ts';

type FactWords = Readonly<Record<'title' | 'says' | 'here' | 'console', string>>;

const wordsIn = (language: string) =>
  JSON.parse(readFileSync(`resources/locales/${language}/legal-rights.json`, 'utf8')) as {
    readonly facts: Readonly<Record<string, FactWords>>;
    readonly acts: Readonly<Record<string, string>>;
  };

describe('the legal facts', () => {
  it.each(['en', 'de'])(
    'each say in %s what stands there, what it means here and what the console does',
    (language) => {
      const { facts, acts } = wordsIn(language);
      expect(Object.keys(facts).sort()).toEqual(legalFacts.map(({ id }) => id).sort());
      for (const { id, act } of legalFacts) {
        expect([id, Object.keys(facts[id])]).toEqual([id, ['title', 'says', 'here', 'console']]);
        expect(acts[act]).toMatch(/\d{4}\/\d+/);
      }
    },
  );

  it('link to the Official Journal by the identifier of the act that they name', () => {
    const english = wordsIn('en').acts;
    for (const { act } of legalFacts) {
      const url = new URL(legalActs[act]);
      expect(url.protocol).toBe('https:');
      expect(url.host).toBe('eur-lex.europa.eu');
      const [, year, number] = /\/(?:dir|reg)\/(\d{4})\/(\d+)\/oj$/.exec(url.pathname)!;
      // Acts before 2015 were numbered the other way round.
      expect(english[act]).toMatch(new RegExp(`${year}/${number}|${number}/${year}`));
    }
  });

  it('are each there once, of every part, and name the articles of DOMAIN.md section 9', () => {
    expect(new Set(legalFacts.map(({ id }) => id)).size).toBe(legalFacts.length);
    for (const part of legalParts) expect(legalFacts.some((fact) => fact.part === part)).toBe(true);
    const named = (act: string): string =>
      legalFacts
        .filter((fact) => fact.act === act)
        .map(({ articles }) => articles)
        .join(', ');
    const wanted = {
      renewables: ['2(16)', '2(18)', '21', '22'],
      electricity: ['2(11)', '15', '16'],
      sharing: ['15a'],
      gdpr: ['5(1)(e)', '6', '12(3)', '13', '14', '15', '16', '17', '18', '20', '25', '30', '32', '33', '35'],
    };
    for (const [act, articles] of Object.entries(wanted)) {
      for (const article of articles) expect(`, ${named(act)}`).toContain(`, ${article}`);
    }
  });

  it('name places that are articles, with their paragraphs, points of definitions, and letters', () => {
    for (const { act, articles } of legalFacts) expect(() => articlesOf(articles, definitionsOf[act])).not.toThrow();
    expect(
      articlesOf('4(5), 15a(3), 5(1)(c)', definitionsOf.gdpr).map((parts) =>
        parts.map(({ kind, text }) => `${kind} ${text}`),
      ),
    ).toEqual([
      ['article 4', 'point 5'],
      ['article 15a', 'paragraph 3'],
      ['article 5', 'paragraph 1', 'letter c'],
    ]);
    expect(() => articlesOf('Art. 5', null)).toThrow('"Art. 5" is no article.');
  });
});
