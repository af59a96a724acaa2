/** Invented documents of the fake bridge: those of the demo community, from the day that its data begin. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { documentKinds } from '#shared/contract/documents.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { demoDocuments, demoOrganiser } from '#shared/simulator/documents.ts';
import type { FakeCommunity } from './communities.ts';
import { FAKE_TIME_ZONE } from './curves.ts';
import { FakeProblem, type FakeState } from './state.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type FakeDocument = Output<'documents.get'>;
/** The invented community has existed for longer than its data reach back. */
const FOUNDED_DAYS_BEFORE = 711;

function documentsOf({ isDemo, dataFrom }: FakeCommunity): FakeDocument[] {
  if (!isDemo || dataFrom === null) return [];
  const founded = addDays(localDay(dataFrom, FAKE_TIME_ZONE), -FOUNDED_DAYS_BEFORE);
  return demoDocuments.map(({ kind, title, text, fromDay }, at) => {
    const validFrom = startOfLocalDay(addDays(founded, fromDay), FAKE_TIME_ZONE);
    return {
      kind,
      version: demoDocuments.slice(0, at + 1).filter((other) => other.kind === kind).length,
      title,
      language: 'en',
      validFrom,
      createdAt: validFrom,
      sha256: fakeHash(at + 1),
      characters: text.length,
      isInForce: false,
      text,
    };
  });
}

/** Looks like the SHA-256 of a text. */
function fakeHash(seed: number): string {
  return Array.from({ length: 8 }, (_, word) =>
    (Math.imul(seed * 31 + word + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0'),
  ).join('');
}

/** The documents of each community, kept for the other parts of the fake bridge. */
export class FakeDocuments {
  readonly #state: FakeState;
  readonly #kept = new Map<string, FakeDocument[]>();
  readonly #communityOf: (id: string) => FakeCommunity;

  constructor(state: FakeState, communityOf: (id: string) => FakeCommunity) {
    this.#state = state;
    this.#communityOf = communityOf;
  }

  /** By kind and newest first. */
  of(communityId: string): FakeDocument[] {
    const all = this.#raw(communityId);
    return documentKinds.flatMap((kind) => {
      const ofKind = all.filter((one) => one.kind === kind).toSorted((a, b) => b.version - a.version);
      const inForce = ofKind.find(({ validFrom }) => validFrom <= this.#state.now)?.version;
      return ofKind.map((one) => ({ ...one, isInForce: one.version === inForce }));
    });
  }

  add({ communityId, ...document }: Input<'documents.save'>): number {
    const all = this.#raw(communityId);
    const before = this.of(communityId).find(({ kind }) => kind === document.kind);
    if (before?.text === document.text) throw new FakeProblem({ code: 'INPUT_INVALID' });
    const version = (before?.version ?? 0) + 1;
    const about = { createdAt: this.#state.now, sha256: fakeHash(all.length + 1), isInForce: false };
    all.push({ ...document, ...about, version, characters: document.text.length });
    this.#state.emit('cache.changed', { areas: ['documents', 'consents'] });
    return version;
  }

  #raw(communityId: string): FakeDocument[] {
    const kept = this.#kept.get(communityId) ?? documentsOf(this.#communityOf(communityId));
    this.#kept.set(communityId, kept);
    return kept;
  }
}

/** `documents` of the fake bridge. */
export function createFakeDocuments(
  state: FakeState,
  documents: FakeDocuments,
  communityOf: (id: string) => FakeCommunity,
): Handlers<'documents.list' | 'documents.get' | 'documents.save' | 'documents.organiser' | 'documents.setOrganiser'> {
  const organisers = new Map<string, NonNullable<Output<'documents.organiser'>>>();
  return {
    'documents.list': ({ communityId, contains = '' }) =>
      documents
        .of(communityId)
        .filter(({ title, text }) => `${title}\n${text}`.toLowerCase().includes(contains.trim().toLowerCase()))
        .map(({ text: _text, ...version }) => version),
    'documents.get': ({ communityId, kind, version }) => {
      const found = documents.of(communityId).find((one) => one.kind === kind && one.version === version);
      if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID' });
      return found;
    },
    'documents.save': (input) => ({ version: documents.add(input) }),
    'documents.organiser': ({ communityId }) => {
      const { isDemo, dataFrom } = communityOf(communityId);
      const kept = organisers.get(communityId);
      if (kept !== undefined) return kept;
      return isDemo && dataFrom !== null ? { ...demoOrganiser, changedAt: dataFrom } : null;
    },
    'documents.setOrganiser': ({ communityId, organiser }) => {
      organisers.set(communityId, { ...organiser, changedAt: state.now });
      state.emit('cache.changed', { areas: ['documents'] });
      return {};
    },
  };
}
