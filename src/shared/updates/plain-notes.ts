/** More is nothing that a person reads before an update. */
const MOST_CHARACTERS = 6_000;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
};

/**
 * Release notes as plain text, whether the feed had text, Markdown or HTML: no tag, no address behind a link, no control character is left;
 * paragraphs and list items keep lines of their own. At most 6,000 characters.
 */
export function plainNotes(notes: string): string {
  // Cut before anything is read, so that no text makes this slow.
  const cut = notes.slice(0, 2 * MOST_CHARACTERS);
  const text = withoutMarks(withoutTags(cut))
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS).trimEnd()}…` : text;
}

function withoutTags(html: string): string {
  const text = html
    .replaceAll('\r\n', '\n')
    .replaceAll(/<(script|style)\b[^>]{0,500}>[^]{0,12000}?<\/\1>/gi, '')
    .replaceAll(/<li\b[^>]{0,500}>/gi, '\n• ')
    .replaceAll(/<br\b[^>]{0,500}>|<\/tr>/gi, '\n')
    .replaceAll(/<\/?(?:p|div|h[1-6]|ul|ol|table|blockquote|pre)\b[^>]{0,500}>/gi, '\n\n')
    // A "<" that begins no tag is one that somebody wrote.
    .replaceAll(/<\/?[a-z!][^>]{0,2000}>/gi, '');
  return text.replaceAll(/&(#x?)?([a-z\d]{1,8});/gi, (whole, number: string | undefined, name: string) => {
    if (number === undefined) return entities[name] ?? whole;
    const code = Number.parseInt(name, number === '#' ? 10 : 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function withoutMarks(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\][\n]{0,500})\]\([^()\n]{0,2000}\)/g, '$1')
    .replaceAll(/^ {0,3}#{1,6} +/gm, '')
    .replaceAll(/^( {0,8})[*+-] +/gm, '$1• ')
    .replaceAll(/\*\*([^*\n]{1,500})\*\*/g, '$1')
    .replaceAll(/`([^`\n]{1,500})`/g, '$1');
}
