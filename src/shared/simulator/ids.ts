import type { Random } from '../domain/random.ts';
import { uuidText } from '../domain/uuid.ts';

/** A random UUID (RFC 9562, version 4) as text. */
export function drawUuid(random: Random): string {
  const bytes = new Uint8Array(16);
  const words = new DataView(bytes.buffer);
  for (let word = 0; word < 16; word += 4) words.setUint32(word, random.uint32());
  bytes[6] = 0x40 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return uuidText(bytes);
}
