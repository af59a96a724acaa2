import { expect, it } from 'vitest';
import { isOlderVersion } from '#shared/updates/versions.ts';

/** From the oldest to the newest; the pre-releases are those of the standard. */
const inOrder = [
  '0.9.12',
  '0.10.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.2.0',
  '2.0.0',
];

it('versions are ordered as Semantic Versioning orders them', () => {
  for (const [place, version] of inOrder.entries())
    for (const [other, than] of inOrder.entries())
      expect([version, than, isOlderVersion(version, than)]).toEqual([version, than, place < other]);
});

it('what a build adds to a version counts for nothing', () => {
  expect(isOlderVersion('1.0.0+1', '1.0.0+2')).toBe(false);
});
