import type { Envelope, FormerKey } from './envelope.ts';
import { seal, unseal } from './sealed.ts';

const PURPOSE = 'commonwatt former key 1';

/** A data key of before, unwrapped. Whoever holds it wipes it with `fill(0)`. */
export interface FormerKeyInHand {
  readonly keyId: string;
  readonly key: Buffer;
}

/** Wraps the data keys of before with the one of now. */
export function wrapFormerKeys(keyId: string, key: Uint8Array, former: readonly FormerKeyInHand[]): FormerKey[] {
  return former.map((each) => ({ keyId: each.keyId, ...seal(key, PURPOSE, `${keyId} ${each.keyId}`, each.key) }));
}

/** The data keys of before that are kept with a data key, oldest first. */
export function unwrapFormerKeys(
  { keyId, former }: Pick<Envelope, 'keyId' | 'former'>,
  key: Uint8Array,
): FormerKeyInHand[] {
  return (former ?? []).flatMap(({ keyId: formerId, ...sealed }) => {
    try {
      return [{ keyId: formerId, key: unseal(key, PURPOSE, `${keyId} ${formerId}`, sealed) }];
    } catch {
      // It was changed: old backups are lost with it, but the data of now are not to be.
      return [];
    }
  });
}
