import { randomBytes } from 'node:crypto';
import { putTimeUuid, UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';

/**
 * An id for a record that the hub makes (RFC 9562, version 7).
 * @param time epoch milliseconds
 */
export function newRecordId(time: number): string {
  const bytes = new Uint8Array(UUID_BYTES);
  putTimeUuid(bytes, 0, time, () => randomBytes(4).readUInt32LE());
  return uuidText(bytes);
}
