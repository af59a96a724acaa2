/** Report ids and fingerprints as people type them from paper: in groups or not, in any case, with an O for a 0. Pure. */
import { reportIdSchema } from '#shared/contract/report-records.ts';

/** Printed pages carry this many digits of the fingerprint. */
const PRINTED_DIGITS = 32;
const ID_DIGITS = 12;
const GROUP = 4;

/** What somebody who types may take one sign for. */
function asDigits(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** The id `CW-XXXX-XXXX-XXXX` that is meant; null when it is none. Without its "CW" it is one too. */
export function readReportId(text: string): string | null {
  const typed = asDigits(text);
  const digits = typed.length === ID_DIGITS + 2 && typed.startsWith('CW') ? typed.slice(2) : typed;
  if (digits.length !== ID_DIGITS) return null;
  const id = `CW-${groupsOf(digits).join('-')}`;
  return reportIdSchema.safeParse(id).success ? id : null;
}

export type ReadFingerprint =
  | { readonly digits: string }
  /** `missing`: how many digits there are too few; `sign`: one that is no digit of a fingerprint. */
  | { readonly missing: number }
  | { readonly sign: string };

/** The digits of a fingerprint: those of the page, or all 64. */
export function readFingerprint(text: string): ReadFingerprint {
  const typed = asDigits(text).toLowerCase();
  const sign = /[^0-9a-f]/.exec(typed)?.[0];
  if (sign !== undefined) return { sign };
  if (typed.length < PRINTED_DIGITS) return { missing: PRINTED_DIGITS - typed.length };
  return { digits: typed.slice(0, 2 * PRINTED_DIGITS) };
}

/** The digits of a fingerprint that pages print, in groups of four. */
export function inGroups(fingerprint: string): string {
  return groupsOf(fingerprint.slice(0, PRINTED_DIGITS)).join(' ');
}

function groupsOf(digits: string): string[] {
  return Array.from({ length: Math.ceil(digits.length / GROUP) }, (_, group) =>
    digits.slice(group * GROUP, (group + 1) * GROUP),
  );
}
