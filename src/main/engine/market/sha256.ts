import { hash } from 'node:crypto';

/** SHA-256 over the UTF-8 bytes of a text, as shared code takes it. */
export function sha256(text: string): Uint8Array {
  return hash('sha256', text, 'buffer');
}
