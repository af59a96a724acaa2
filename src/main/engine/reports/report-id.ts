import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that nobody mistypes them from paper. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new report id, e.g. `CW-7K2M-9QX4-T5BN`: 60 random bits. */
export function newReportId(): string {
  const text = Array.from(randomBytes(12), (byte) => digits[byte % 32]).join('');
  return `CW-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
