/** Filters of the consents: how they stand in the address, and which members they leave. Pure. */
import type { MemberConsents } from '#shared/contract/consents.ts';
import { type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';

/** How a member stands to a purpose; `none`: nothing is recorded. */
export const consentStates = ['given', 'withdrawn', 'none'] as const;
export type ConsentState = (typeof consentStates)[number];

export interface ConsentFilters {
  /** Part of a pseudonym. */
  readonly search: string;
  readonly purpose: ConsentPurpose | 'any';
  readonly state: ConsentState | 'any';
  /** Whether those who have left are listed too. */
  readonly withLeft: boolean;
  /** Whose sheet is open. */
  readonly member: string | null;
}

/** The filters that an address holds; what it does not know is left at "any". */
export function readConsentFilters(params: URLSearchParams): ConsentFilters {
  return {
    search: params.get('q') ?? '',
    purpose: oneOf(['any', ...consentPurposes], params.get('purpose'), 'any'),
    state: oneOf(['any', ...consentStates], params.get('state'), 'any'),
    withLeft: params.get('left') === 'yes',
    member: params.get('member'),
  };
}

/** `params` with the filters written into it; other entries stay. */
export function writeConsentFilters(params: URLSearchParams, filters: ConsentFilters): URLSearchParams {
  return withEntries(params, [
    ['q', filters.search || null],
    ['purpose', filters.purpose === 'any' ? null : filters.purpose],
    ['state', filters.state === 'any' ? null : filters.state],
    ['left', filters.withLeft ? 'yes' : null],
    ['member', filters.member],
  ]);
}

export const noConsentFilters = { search: '', purpose: 'any', state: 'any', withLeft: false } as const;

export function isFilteringConsents({ search, purpose, state, withLeft }: ConsentFilters): boolean {
  return search !== '' || purpose !== 'any' || state !== 'any' || withLeft;
}

export function stateOf({ last }: MemberConsents, purpose: ConsentPurpose): ConsentState {
  return last[purpose]?.decision ?? 'none';
}

/** The members that the filters leave, in the order that they came in. */
export function filterConsents(members: readonly MemberConsents[], filters: ConsentFilters): MemberConsents[] {
  const { purpose, state, withLeft } = filters;
  const wanted = filters.search.trim().toLowerCase();
  const purposes = purpose === 'any' ? consentPurposes : [purpose];
  return members.filter(
    (member) =>
      (withLeft || member.isActive) &&
      member.anonymizedId.toLowerCase().includes(wanted) &&
      (state === 'any' || purposes.some((one) => stateOf(member, one) === state)),
  );
}
