/** The wide forms too: where East Asian text is typed, spreadsheets take them for the narrow ones. */
const FORMULA_START = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const QUOTED_ALWAYS = /["\r\n]/;

/**
 * A text as a spreadsheet may have it: one that begins as a formula does gets an apostrophe in front, or the spreadsheet would run it
 * (OWASP, CSV injection).
 */
export function plainText(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** A text as one field of a CSV line (RFC 4180), never a formula. */
export function csvField(text: string, delimiter: string): string {
  const plain = plainText(text);
  return QUOTED_ALWAYS.test(plain) || plain.includes(delimiter) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
