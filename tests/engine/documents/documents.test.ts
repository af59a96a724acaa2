import { beforeEach, describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import type { EngineContext } from '#engine/context.ts';
import { documentVersions } from '#engine/documents/documents.ts';
import { documentsHandlers } from '#engine/documents/handlers.ts';
import { organiserOf } from '#engine/documents/organiser.ts';
import { contract, type Input, type Output } from '#shared/contract/contract.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY } from '../fixtures/pages.ts';

const ZONE = 'Europe/Berlin';
const day = (yyyymmdd: number): number => startOfLocalDay(yyyymmdd, ZONE);

let context: EngineContext;
beforeEach(() => {
  context = engineContext(cacheOf(1));
});

/** A version of the statutes, unless something else is said. */
function save(text: string, changed: Partial<Input<'documents.save'>> = {}): number {
  const input = {
    communityId: COMMUNITY,
    kind: 'statutes' as const,
    title: 'Statutes',
    language: 'en' as const,
    text,
    validFrom: day(20250101),
    ...changed,
  };
  const saved = documentsHandlers['documents.save'](contract['documents.save'].input.parse(input), context);
  return (saved as Output<'documents.save'>).version;
}
const list = (contains?: string) =>
  documentsHandlers['documents.list']({ communityId: COMMUNITY, contains }, context) as Output<'documents.list'>;
const named = (versions: Output<'documents.list'>) => versions.map(({ kind, version }) => `${kind} ${version}`);

describe('the documents of a community', () => {
  it('are numbered by kind, and listed newest first with the fingerprint of their text', () => {
    save('One.');
    save('Two.');
    save('Read this.', { kind: 'privacy-notice', title: 'Privacy notice' });
    expect(named(list())).toEqual(['statutes 2', 'statutes 1', 'privacy-notice 1']);
    expect(list()[1]).toMatchObject({
      title: 'Statutes',
      language: 'en',
      characters: 4,
      validFrom: day(20250101),
      // sha256sum of "One."
      sha256: '70277bfc409b502132d7a48b2a3b386294264b31f7bf024a5fb0cafabb8ac122',
    });
  });

  it('hold from the beginning of a local day until the day of a higher version has come', () => {
    const at = (now: number) =>
      documentVersions(context.cache.read, COMMUNITY, now).find(({ isInForce }) => isInForce)?.version;
    save('One.', { validFrom: day(20250101) + 5_000_000 });
    save('Two.', { validFrom: day(20250601) });
    expect(at(day(20250101) - 1)).toBeUndefined();
    expect(at(day(20250101))).toBe(1);
    expect(at(day(20250601) - 1)).toBe(1);
    expect(at(day(20250601))).toBe(2);
    save('Three.', { validFrom: day(20250301) });
    expect(at(day(20250601))).toBe(3);
  });

  it('are found by what stands in them, whatever its case', () => {
    save('The Board calls the meeting.');
    save('Der Vorstand lädt ein.', { kind: 'consent-text', title: 'Einwilligung', language: 'de' });
    expect(named(list('board'))).toEqual(['statutes 1']);
    expect(named(list('EINWILLIGUNG'))).toEqual(['consent-text 1']);
    expect(named(list('LÄDT'))).toEqual(['consent-text 1']);
    expect(list('assembly')).toEqual([]);
  });

  it('are told with their text; one that there is not is refused', () => {
    save('One.');
    const get = (version: number) =>
      documentsHandlers['documents.get']({ communityId: COMMUNITY, kind: 'statutes', version }, context);
    expect(get(1)).toMatchObject({ version: 1, text: 'One.' });
    expect(failureOf(() => get(2)).code).toBe('INPUT_INVALID');
  });

  it('take no version that says what the one before says, with other line ends or blank space behind it', () => {
    save('One.\nTwo.');
    expect(failureOf(() => save('One.\r\nTwo.\n\n')).code).toBe('INPUT_INVALID');
    expect(save('Eins.\nZwei.', { language: 'de' })).toBe(2);
    expect(save('One.\nTwo.')).toBe(3);
  });

  it('take no empty text, no text of more than 100,000 characters and no empty title', () => {
    const { input } = contract['documents.save'];
    const document = { communityId: COMMUNITY, kind: 'statutes', title: 'S', language: 'en', text: 'T', validFrom: 0 };
    expect(input.safeParse(document).success).toBe(true);
    for (const changed of [{ text: ' \n' }, { text: 'a'.repeat(100_001) }, { title: '  ' }, { kind: 'poem' }]) {
      expect(input.safeParse({ ...document, ...changed }).success).toBe(false);
    }
  });

  it('are never changed and never deleted, not even with their community', () => {
    const { read, write } = context.cache;
    save('One.');
    expect(() => write.run("UPDATE community_document SET text = 'Other.'")).toThrow(/never changed/);
    expect(() => write.run('INSERT OR REPLACE INTO community_document SELECT * FROM community_document')).toThrow(
      /never replaced/,
    );
    expect(() => write.run('DELETE FROM community_document')).toThrow(/never deleted/);
    removeCommunity(write, requireCommunity(read, COMMUNITY).id);
    expect(read.pluck('SELECT text FROM community_document')).toEqual(['One.']);
  });
});

describe('the organiser', () => {
  const organiser = {
    name: 'Sonnenhang eG',
    address: 'Hangweg 1, 79104 Freiburg',
    contact: 'office@sonnenhang.example',
    representative: null,
    protectionOfficer: 'Dr. A. Klein, dpo@sonnenhang.example',
  };
  function set(changed: Partial<typeof organiser> = {}): void {
    const input = { communityId: COMMUNITY, organiser: { ...organiser, ...changed } };
    void documentsHandlers['documents.setOrganiser'](input, context);
  }
  const get = () => documentsHandlers['documents.organiser']({ communityId: COMMUNITY }, context);

  it('is not known until somebody has entered it', () => {
    expect(get()).toBeNull();
    set();
    expect(get()).toMatchObject(organiser);
  });

  it('is replaced as a whole, and stays when the community is removed', () => {
    const { read, write } = context.cache;
    set();
    set({ name: 'Sonnenhang e.V.' });
    expect(get()).toMatchObject({ name: 'Sonnenhang e.V.' });
    removeCommunity(write, requireCommunity(read, COMMUNITY).id);
    expect(organiserOf(read, COMMUNITY)?.name).toBe('Sonnenhang e.V.');
  });
});
