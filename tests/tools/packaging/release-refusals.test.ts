import { describe, expect, it } from 'vitest';
import { releaseRefusals } from '#tools/packaging/release-refusals.ts';
import type { ReleaseFacts } from '#tools/packaging/release-refusals.ts';

const fit: ReleaseFacts = {
  version: '1.2.0',
  hasShippedElectron: true,
  changedFiles: [],
  tags: ['v1.2.0'],
  signing: { isSigned: true, isNotarised: true },
  hasUpdates: true,
};

describe('a release', () => {
  it('goes on from a clean, tagged commit with the shipped Electron, signatures and an address for updates', () => {
    expect(releaseRefusals(fit)).toEqual([]);
  });

  it.each<[string, Partial<ReleaseFacts>, RegExp]>([
    ['the stand-in for Electron', { hasShippedElectron: false }, /stands in for it is for tests/],
    ['a file that differs from the commit', { changedFiles: ['src/a.ts'] }, /differs from its commit \(src\/a\.ts\)/],
    ['no tag', { tags: [] }, /no tag v1\.2\.0/],
    ['the tag of another version', { tags: ['v1.1.9', '1.2.0'] }, /no tag v1\.2\.0/],
    ['no signature', { signing: { isSigned: false, isNotarised: true } }, /not be signed/],
    ['no notarisation', { signing: { isSigned: true, isNotarised: false } }, /not be notarised/],
    ['no address for updates', { hasUpdates: false }, /COMMONWATT_UPDATE_URL/],
  ])('does not go on with %s, and says what to do', (_what, change, said) => {
    expect(releaseRefusals({ ...fit, ...change })).toEqual([expect.stringMatching(said)]);
  });

  it('names every reason at once, and of many changed files a few', () => {
    const changedFiles = ['a', 'b', 'c', 'd', 'e'];
    const [tree, tag, ...others] = releaseRefusals({ ...fit, changedFiles, tags: [] });
    expect(tree).toContain('(a, b, c and 2 more)');
    expect(tag).toContain('v1.2.0');
    expect(others).toEqual([]);
  });
});
