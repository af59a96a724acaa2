// @vitest-environment jsdom
import '../setup-dom.ts';
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { RightsView } from '#renderer/pages/legal/rights/rights-view.tsx';
import { legalFacts } from '#shared/legal/facts.ts';
import { renderInWindow } from '../render.tsx';

function View() {
  return useCommunityOrNull() === null ? null : <RightsView />;
}

describe('the rights and duties', () => {
  it('say first that they are no legal advice, and stand in three parts', async () => {
    renderInWindow(<View />, {}, '/legal?period=week');
    expect((await screen.findByRole('note')).textContent).toMatch(
      /^Information, not legal advice\. National law decides/,
    );
    const parts = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
    expect(parts).toEqual(['You, who run the community', 'The members', 'The data']);
    expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(legalFacts.length);
  });

  it('each lead to their source in the browser, and to the place in the console', async () => {
    renderInWindow(<View />, {}, '/legal?period=week');
    const heading = await screen.findByRole('heading', { name: 'Members may see their data' });
    const card = within(heading.closest('li')!);
    const source = card.getByRole('link', {
      name: /^Art\. 12\(3\) and Art\. 15, Regulation \(EU\) 2016\/679.*opens in your browser/,
    });
    expect(source.getAttribute('href')).toBe('https://eur-lex.europa.eu/eli/reg/2016/679/oj/eng');
    expect([source.getAttribute('target'), source.getAttribute('rel')]).toEqual(['_blank', 'noreferrer']);
    const place = card.getByRole('link', { name: 'To the requests of members' });
    expect(place.getAttribute('href')).toMatch(/^\/legal\/requests\?period=week/);
  });

  it('link to the German text for those who read German', async () => {
    renderInWindow(<View />, { preferences: { language: 'de' } }, '/legal');
    const sources = await screen.findAllByRole('link', { name: /DSGVO/ });
    const texts = sources.map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
    expect(texts).toContainEqual(expect.stringMatching(/^Art\. 5 Abs\. 1 Buchst\. c, Verordnung \(EU\) 2016\/679/));
    expect(texts).toContainEqual(expect.stringMatching(/^Art\. 4 Nr\. 5 und Erwägungsgrund 26, Verordnung/));
    expect(sources[0].getAttribute('href')).toBe('https://eur-lex.europa.eu/eli/reg/2016/679/oj/deu');
    expect(screen.getByRole('note').textContent).toMatch(/^Information, keine Rechtsberatung/);
  });
});
