/** Invented consents: most members have given theirs when they joined, a few have withdrawn one. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { MemberConsents } from '#shared/contract/consents.ts';
import { HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_TIME_ZONE } from './curves.ts';
import type { FakeDocuments } from './documents.ts';
import { fakeMembers } from './members.ts';
import { FakeProblem, type FakeState } from './state.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Decision = Output<'consents.history'>[number];
const DAY = 24 * HOUR;

const given: Readonly<Record<ConsentPurpose, number>> = { leaderboards: 0.94, map: 0.96, advice: 0.85 };
const WITHDRAWN = 0.03;

const startOfDay = (at: number): number => startOfLocalDay(localDay(at, FAKE_TIME_ZONE), FAKE_TIME_ZONE);

/** What a member has decided so far, as it was recorded. */
function invented(member: { readonly joinedAt: number }, index: number): Decision[] {
  const decisions: Omit<Decision, 'number'>[] = consentPurposes.flatMap((purpose, place) => {
    const seed = index * 7 + place * 1009;
    if (chance(seed) > given[purpose]) return [];
    const at = startOfDay(member.joinedAt);
    const first = { purpose, decision: 'given' as const, documentVersion: 2, at, recordedAt: at + 34 * HOUR };
    if (chance(seed + 3) > WITHDRAWN) return [first];
    const later = startOfDay(at + (20 + Math.round(chance(seed + 5) * 60)) * DAY);
    const withdrawn = { purpose, decision: 'withdrawn' as const, documentVersion: null, at: later };
    return [first, { ...withdrawn, recordedAt: later + 11 * HOUR }];
  });
  return decisions.map((decision, at) => ({ ...decision, number: at + 1 }));
}

/** The latest first. */
function inOrder(decisions: readonly Decision[]): Decision[] {
  return decisions.toSorted((a, b) => b.at - a.at || b.number - a.number);
}

function lastWords(decisions: readonly Decision[]): MemberConsents['last'] {
  const ordered = inOrder(decisions);
  return Object.fromEntries(
    consentPurposes.map((purpose) => {
      const last = ordered.find((one) => one.purpose === purpose);
      if (last === undefined) return [purpose, null];
      const { decision, documentVersion, at } = last;
      return [purpose, { decision, documentVersion, at }];
    }),
  ) as MemberConsents['last'];
}

/** `consents` of the fake bridge. */
export function createFakeConsents(
  state: FakeState,
  documents: FakeDocuments,
  communityOf: (id: string) => FakeCommunity,
): Handlers<'consents.list' | 'consents.history' | 'consents.record'> {
  const recorded = new Map<string, Decision[]>();

  function membersOf(community: FakeCommunity): { id: string; anonymizedId: string; isActive: boolean }[] {
    const range = { from: state.now - DAY, to: state.now };
    return fakeMembers(community, range).map((member, index) => {
      if (!recorded.has(member.id)) recorded.set(member.id, community.isDemo ? invented(member, index) : []);
      return member;
    });
  }

  function decisionsOf(memberId: string): Decision[] {
    state.communities.forEach(membersOf);
    const found = recorded.get(memberId);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID' });
    return found;
  }

  return {
    'consents.list': ({ communityId }) => {
      const members = membersOf(communityOf(communityId)).map(({ id, anonymizedId, isActive }) => ({
        memberId: id,
        anonymizedId,
        isActive,
        last: lastWords(recorded.get(id) ?? []),
      }));
      const count = (purpose: ConsentPurpose, decision?: 'given' | 'withdrawn'): number =>
        members.filter(({ isActive, last }) => isActive && last[purpose]?.decision === decision).length;
      const counts = consentPurposes.map((purpose) => [
        purpose,
        { given: count(purpose, 'given'), withdrawn: count(purpose, 'withdrawn'), none: count(purpose) },
      ]);
      const texts = documents.of(communityId).filter(({ kind }) => kind === 'consent-text');
      return {
        counts: Object.fromEntries(counts) as Output<'consents.list'>['counts'],
        members: members.toSorted((a, b) => a.anonymizedId.localeCompare(b.anonymizedId)),
        texts: texts.map(({ text: _text, ...version }) => version),
      };
    },
    'consents.history': ({ memberId }) => inOrder(decisionsOf(memberId)),
    'consents.record': ({ memberId, ...decision }) => {
      const decisions = decisionsOf(memberId);
      const number = decisions.length + 1;
      decisions.push({ ...decision, at: startOfDay(decision.at), number, recordedAt: state.now });
      state.emit('cache.changed', { areas: ['consents'] });
      const last = inOrder(decisions).find(({ purpose }) => purpose === decision.purpose);
      return { number, isLastWord: last?.number === number };
    },
  };
}
