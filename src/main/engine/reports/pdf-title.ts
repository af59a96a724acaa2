/** Which report a PDF says that it is. */
export interface TitledReport {
  readonly id: string;
  /** 64 hex digits. */
  readonly fingerprint: string;
}

/** Longer than any title of a report; what lies behind it in a foreign file is not searched. */
const MAX_TITLE = 1_000;
const TITLED = /\b(CW(?:-[0-9A-HJKMNP-TV-Z]{4}){3})\b.*\b([0-9a-f]{64})\b/s;

/** The report that a title names (`report-title.ts` writes it); null when it names none. */
export function reportOfTitle(title: string): TitledReport | null {
  const match = TITLED.exec(title.slice(0, MAX_TITLE));
  return match ? { id: match[1], fingerprint: match[2] } : null;
}

/**
 * The texts under `/Title` in a PDF file: of the document and of its bookmarks. Chromium writes them uncompressed, as a literal string or,
 * with letters beyond ASCII, as the hex digits of UTF-16.
 */
export function titlesOf(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return [...text.matchAll(/\/Title\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:\\[\s\S]|[^\\()])*)\))/g)].map(
    ([, digits, literal]) => (digits === undefined ? textOf(unescaped(literal)) : textOf(fromHex(digits))),
  );
}

function fromHex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(/\s/g, ''), 'hex');
}

/** A PDF's literal string: what `\n`, `\051` and the like stand for. */
function unescaped(literal: string): Buffer {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const text = literal.replaceAll(/\\(?:([0-7]{1,3})|\r?\n|([\s\S]))/g, (_, octal?: string, other?: string) =>
    octal === undefined
      ? other === undefined
        ? ''
        : (named[other] ?? other)
      : String.fromCharCode(parseInt(octal, 8)),
  );
  return Buffer.from(text, 'latin1');
}

/** UTF-16 with a byte order mark, otherwise one byte a letter. */
function textOf(bytes: Buffer): string {
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return bytes.toString('latin1');
  return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}
