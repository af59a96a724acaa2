import type { ErrorCode, Problem } from './errors.ts';

/**
 * Where one code means different things to a person, `details.situation` of its problem says which: the locales have words of their own
 * for it. Every other situation is told in the words of the code.
 */
export const situations = {
  /** `noHub`: what answered was no hub. `signIn`: the sign-in at the hub has ended. */
  HUB_REFUSED: ['noHub', 'signIn'],
  /** Somebody else's certificate, or a clock that is wrong. */
  HUB_UNREACHABLE: ['certificate'],
  /** `notListed`: the hub does not show a community any more. `connected`: this desk has a hub already. `ownProposal`: of this person. */
  FORBIDDEN: ['notListed', 'connected', 'ownProposal'],
  /**
   * `answered`: a decision is too far on its way. `decided`: this desk has decided already. `waiting`: decisions still wait for the hub.
   * `fromBackup`: a decision that a restore brought back, of which nobody knows what became of it.
   */
  VERSION_CONFLICT: ['answered', 'decided', 'waiting', 'fromBackup'],
  /** `locked`: the console is. */
  KEY_UNAVAILABLE: ['locked'],
  /** An entry of the audit log, or the certificate of a clearing, is not as it was written. */
  CACHE_CORRUPT: ['entry', 'certificate'],
  /** The disk of a file that was to be saved. */
  DISK_FULL: ['file'],
  /** A file that a newer console has written. */
  CLIENT_TOO_OLD: ['file'],
  /**
   * `file`: one that was chosen does not fit. `folder`: nothing can be saved there. `gone`: what was asked for is not in this desk's copy.
   * `printer`: there is none. `tooMuch`: for one report. `nothing`: there are no data of the period. `unchanged`: it says that already.
   * `hubAnswer`: what the hub sent does not fit the protocol. `notHeld`: only single records could tell it, which this desk does not keep.
   */
  INPUT_INVALID: ['file', 'folder', 'gone', 'printer', 'tooMuch', 'nothing', 'unchanged', 'hubAnswer', 'notHeld'],
  /** `hub`: the fault was the hub's. `file`: a file of the profile could not be written. */
  INTERNAL: ['hub', 'file'],
} as const satisfies Partial<Record<ErrorCode, readonly string[]>>;

const known: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = situations;

/** The situation that a problem names and that its code has words for; null when its code says it all. */
export function situationOf({ code, details }: Pick<Problem, 'code' | 'details'>): string | null {
  const situation = details?.['situation'];
  return typeof situation === 'string' && known[code]?.includes(situation) ? situation : null;
}
