import { opensWith } from './rekeyed-copy.ts';

/** The data keys that a profile has had before, beside the one that it has. */
export interface FormerKeys {
  /** 32 bytes each; none when absent. */
  readonly formerKeys?: readonly Uint8Array[] | undefined;
}

/**
 * The data key of before that opens a backup: it was taken elsewhere before the key was changed, and brought back. Undefined when none does: then it
 * is one of the key of now, or of no use, which whoever opens it finds out.
 */
export function formerKeyOf(backup: string, { formerKeys = [] }: FormerKeys): Uint8Array | undefined {
  return formerKeys.find((key) => opensWith({ file: backup, key }));
}
