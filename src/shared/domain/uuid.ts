/** UUIDs as 16 bytes in columns and as text on the wire. */

/** Bytes of a UUID in a column. */
export const UUID_BYTES = 16;

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** Where the two digits of each byte begin in the text. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
/** The characters of the text that is being made, with its hyphens: putting a text together from pieces takes five times as long. */
const characters = Array.from({ length: 36 }, () => '-'.charCodeAt(0));
const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The canonical lower-case text of the UUID in row `row` of `bytes` (16 bytes a row). */
export function uuidText(bytes: Uint8Array, row = 0): string {
  const at = row * UUID_BYTES;
  for (let byte = 0; byte < UUID_BYTES; byte++) {
    const value = bytes[at + byte];
    const place = PLACES[byte];
    characters[place] = DIGITS[value >> 4];
    characters[place + 1] = DIGITS[value & 15];
  }
  return String.fromCharCode.apply(null, characters);
}

/** The canonical text of the UUID of 32 hexadecimal digits. */
export function uuidOfHex(digits: string): string {
  return digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Whether `text` is a UUID in its usual written form. */
export function isUuid(text: string): boolean {
  return PATTERN.test(text);
}

/** Writes the UUID `text` into row `row` of `bytes`. Throws a RangeError when `text` is not a UUID. */
export function putUuid(bytes: Uint8Array, row: number, text: string): void {
  if (!isUuid(text)) throw new RangeError(`Not a UUID: ${text}`);
  const hex = text.replaceAll('-', '');
  for (let i = 0; i < 16; i++) bytes[row * 16 + i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
}

/** The 16 bytes of the UUID `text`. Throws a RangeError when it is none. */
export function uuidBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(UUID_BYTES);
  putUuid(bytes, 0, text);
  return bytes;
}

/**
 * Writes a version 7 UUID (RFC 9562) for `time` (epoch milliseconds) with 74 bits drawn from `random` (returns 32-bit unsigned
 * integers) into row `row`. Time-ordered ids keep a table's pages from being touched again.
 */
export function putTimeUuid(bytes: Uint8Array, row: number, time: number, random: () => number): void {
  const at = row * 16;
  const high = Math.floor(time / 0x1_0000);
  bytes[at] = high >>> 24;
  bytes[at + 1] = high >>> 16;
  bytes[at + 2] = high >>> 8;
  bytes[at + 3] = high;
  bytes[at + 4] = (time % 0x1_0000) >>> 8;
  bytes[at + 5] = time % 0x100;
  const a = random();
  const b = random();
  const c = random();
  bytes[at + 6] = 0x70 | ((a >>> 8) & 0x0f);
  bytes[at + 7] = a;
  bytes[at + 8] = 0x80 | ((a >>> 16) & 0x3f);
  bytes[at + 9] = a >>> 24;
  bytes[at + 10] = b >>> 24;
  bytes[at + 11] = b >>> 16;
  bytes[at + 12] = b >>> 8;
  bytes[at + 13] = b;
  bytes[at + 14] = c >>> 8;
  bytes[at + 15] = c;
}

/** Copies the UUID in row `fromRow` of `from` into row `toRow` of `to`. */
export function copyUuid(from: Uint8Array, fromRow: number, to: Uint8Array, toRow: number): void {
  const source = fromRow * UUID_BYTES;
  const target = toRow * UUID_BYTES;
  for (let byte = 0; byte < UUID_BYTES; byte++) to[target + byte] = from[source + byte];
}

/** Negative when the UUID in row `a` sorts before that in row `b`, by bytes, which is also the order of their texts. */
export function compareUuids(bytes: Uint8Array, a: number, b: number): number {
  for (let byte = 0; byte < UUID_BYTES; byte++) {
    const difference = bytes[a * UUID_BYTES + byte] - bytes[b * UUID_BYTES + byte];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether row `row` holds no id (all zero). */
export function isZeroUuid(bytes: Uint8Array, row: number): boolean {
  for (let i = row * 16; i < row * 16 + 16; i++) if (bytes[i] !== 0) return false;
  return true;
}
