import {
  type Certificate,
  type CertificateNames,
  certificateText,
  type CertifiedOutcome,
  type Sha256,
} from './certificate.ts';

/** More sets of names are not tried: a pseudonym is meant to stay for life, so one or two are the rule. */
const MAX_TRIES = 256;

/**
 * The text that a certificate was sealed by, in which each member has the name of that time. Nothing says which of its names that was but
 * the fingerprint: the names of now are tried first, then the former ones.
 * @returns the text with the names of now when the fingerprint is that of none
 */
export function sealedText(
  certificate: Certificate,
  outcome: CertifiedOutcome,
  names: CertificateNames,
  sha256: Sha256,
): string {
  const isSealed = (text: string): boolean =>
    sha256(text).every((byte, place) => byte === certificate.fingerprint[place]);
  const present = certificateText(certificate, outcome, names);
  const renamed = [...new Set(certificate.orders.member)].flatMap((member) => {
    const former = names.former?.(member) ?? [];
    return former.length === 0 ? [] : [{ member, names: [names.member(member), ...former] }];
  });
  if (renamed.length === 0 || isSealed(present)) return present;
  const sets = renamed.reduce((product, one) => product * one.names.length, 1);
  for (let set = 1; set < Math.min(sets, MAX_TRIES); set++) {
    const chosen = new Map<number, string>();
    let rest = set;
    for (const one of renamed) {
      chosen.set(one.member, one.names[rest % one.names.length]);
      rest = Math.floor(rest / one.names.length);
    }
    const member = (id: number): string => chosen.get(id) ?? names.member(id);
    const text = certificateText(certificate, outcome, { ...names, member });
    if (isSealed(text)) return text;
  }
  return present;
}
