/** Code points: even of four bytes each they fit into the 255 bytes that file systems allow. */
const MAX_LENGTH = 60;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * Makes a file name out of what the page suggests: no folders, no characters that a file system refuses or a shell
 * reads, never hidden, always with the ending of its type.
 *
 * @param extension without the dot, e.g. `csv`.
 */
export function safeFileName(suggested: string, extension: string): string {
  const ending = `.${extension}`;
  const withoutEnding = suggested.toLowerCase().endsWith(ending) ? suggested.slice(0, -ending.length) : suggested;
  const cleaned = withoutEnding
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+/, '');
  const stem = Array.from(cleaned)
    .slice(0, MAX_LENGTH)
    .join('')
    .replace(/[. ]+$/, '');
  const isUsable = stem !== '' && !reservedOnWindows.test(stem.split('.', 1)[0] ?? '');
  return `${isUsable ? stem : 'commonwatt'}${ending}`;
}
