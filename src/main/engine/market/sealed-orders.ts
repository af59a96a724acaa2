import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { UUID_BYTES } from '#shared/domain/uuid.ts';
import type { SealedOrders } from '#shared/market/certificate.ts';

/** The bytes of a certificate are not what was stored: nothing can be computed from it. */
export class DamagedCertificateError extends Error {
  override readonly name = 'DamagedCertificateError';
}

/** Two counts in front of the columns: orders, and bids among them. */
const HEADER_BYTES = 8;
/** 8-byte columns come first, so that every column lies at a multiple of its own size. */
const wideColumns = ['price', 'createdAt', 'windowStart', 'windowEnd'] as const;
const narrowColumns = ['member', 'rule', 'ruleVersion', 'wh', 'offerWh'] as const;
const ROW_BYTES = UUID_BYTES + wideColumns.length * 8 + narrowColumns.length * 4;
/** An order book of a million orders; more is no book of a community, but a damaged column. */
const MAX_BYTES = HEADER_BYTES + 1_000_000 * ROW_BYTES;

/** The orders of a certificate as one column of bytes: column after column, little-endian, compressed (zstd). */
export function packOrders(orders: SealedOrders): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + orders.count * ROW_BYTES);
  new Uint32Array(bytes.buffer, 0, 2).set([orders.count, orders.bidCount]);
  let at = HEADER_BYTES;
  const append = (column: Uint8Array | Float64Array | Int32Array): void => {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  };
  append(orders.id);
  for (const name of wideColumns) append(orders[name]);
  for (const name of narrowColumns) append(orders[name]);
  return zstdCompressSync(bytes);
}

/**
 * The orders that `packOrders` made bytes of.
 * @throws DamagedCertificateError when the bytes are damaged
 */
export function unpackOrders(packed: Uint8Array): SealedOrders {
  const bytes = decompress(packed);
  const { buffer } = bytes;
  const [count, bidCount] = bytes.length < HEADER_BYTES ? [0, 1] : new Uint32Array(buffer, 0, 2);
  if (bidCount > count || bytes.length !== HEADER_BYTES + count * ROW_BYTES) throw damaged();
  let at = HEADER_BYTES;
  const take = <T>(
    Column: new (buffer: ArrayBuffer, at: number, length: number) => T,
    length: number,
    size: number,
  ): T => {
    const column = new Column(buffer, at, length);
    at += length * size;
    return column;
  };
  const id = take(Uint8Array<ArrayBuffer>, count * UUID_BYTES, 1);
  const [price, createdAt, windowStart, windowEnd] = wideColumns.map(() => take(Float64Array, count, 8));
  const [member, rule, ruleVersion, wh, offerWh] = narrowColumns.map(() => take(Int32Array, count, 4));
  return { count, bidCount, id, price, createdAt, windowStart, windowEnd, member, rule, ruleVersion, wh, offerWh };
}

/** Bytes at the start of a buffer of their own: typed arrays need them at even places. */
function decompress(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(zstdDecompressSync(packed, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(cause?: unknown): DamagedCertificateError {
  return new DamagedCertificateError('the sealed orders are damaged', { cause });
}
