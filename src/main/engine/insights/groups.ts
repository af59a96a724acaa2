import type { MemberGroup } from '#shared/contract/insight-records.ts';
import { memberRoles } from '#shared/domain/records.ts';

/** Those of the members who belong to a group. */
export function inGroup<T extends { readonly role: number }>(members: readonly T[], group: MemberGroup): readonly T[] {
  return group === 'all' ? members : members.filter(({ role }) => memberRoles[role] === group);
}
