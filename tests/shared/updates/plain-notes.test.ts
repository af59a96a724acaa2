import { describe, expect, it } from 'vitest';
import { plainNotes } from '#shared/updates/plain-notes.ts';

describe('release notes', () => {
  it('of HTML are text, with a line for each item', () => {
    const html =
      '<h2>0.2.0</h2>\n<p>Faster &amp; smaller.</p><ul><li>One <b>ledger</b></li><li>Two&nbsp;exports</li></ul><p>Gr&uuml;&szlig;e</p>';
    expect(plainNotes(html)).toBe('0.2.0\n\nFaster & smaller.\n\n• One ledger\n• Two exports\n\nGrüße');
  });

  it('of Markdown are text too; of a link its words stay', () => {
    const markdown =
      '## New\r\n\r\n- **Ledger**: see [the guide](https://example.org/guide)\r\n* `audit` ![seal](x.png)';
    expect(plainNotes(markdown)).toBe('New\n\n• Ledger: see the guide\n• audit seal');
  });

  it.each([
    ['a script', 'a<script>alert("</b>")</script>b', 'ab'],
    ['a handler', '<img src=x onerror="alert(1)">text', 'text'],
    ['a comment', 'a<!-- hidden -->b', 'ab'],
    ['control and direction characters', 'a\u0007b\u202ec\u200bd', 'abcd'],
    ['an entity of a control character', 'a&#7;b&#x0;c', 'abc'],
  ])('lose %s', (_what, notes, text) => {
    expect(plainNotes(notes)).toBe(text);
  });

  it('keep what only looks like markup', () => {
    expect(plainNotes('prices < 0.2 and > 0.1 &unknown; 2 * 3 * 4')).toBe('prices < 0.2 and > 0.1 &unknown; 2 * 3 * 4');
  });

  it('are cut where nobody reads on, however long they are and whatever they try', () => {
    expect(plainNotes('word '.repeat(100_000)).length).toBeLessThanOrEqual(6_001);
    for (const part of ['<', '<script', '[', '[a](', '&', '**', '`', '<li '])
      expect(plainNotes(part.repeat(50_000)).length).toBeLessThanOrEqual(6_001);
  });
});
