import { expect, it } from 'vitest';
import { auditEntries } from '#engine/audit/entries.ts';
import { noteOpening } from '#engine/audit/note-opening.ts';
import { migrations } from '#engine/cache/migrations/index.ts';
import { openCache } from '#engine/cache/open.ts';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';
import { openLog } from './opened-log.ts';

/** Opens the cache as a console of this version does; tells what its log says of openings, oldest first. */
function opened(file: string, version: string): Pick<AuditEntry, 'kind' | 'details'>[] {
  const { cache, audit, close } = openLog(file);
  noteOpening({ cache, audit }, version);
  const filter = { communityId: null, range: null, kinds: [], text: '' };
  const { entries } = auditEntries(cache.read, { filter, from: 0, limit: 100 });
  close();
  return entries.toReversed().map(({ kind, details }) => ({ kind, details }));
}

it('the log says with which version of the console it began, and each update once', () => {
  const file = temporaryFile();
  const first = { kind: 'update', details: { before: null, version: '1.0.0' } };
  expect(opened(file, '1.0.0')).toEqual([first]);
  expect(opened(file, '1.0.0')).toEqual([first]);
  expect(opened(file, '1.1.0')).toEqual([first, { kind: 'update', details: { before: '1.0.0', version: '1.1.0' } }]);
});

it('the log says that a backup was made before the cache was brought up to date', () => {
  const file = temporaryFile();
  openCache({ file, key: KEY, migrations: migrations.filter(({ version }) => version <= 90) }).close();
  const [backup] = opened(file, '1.0.0');
  expect(backup).toEqual({
    kind: 'backup',
    details: { before: 'migration', fromSchema: 90, toSchema: migrations.at(-1)!.version },
  });
  expect(opened(file, '1.0.0').filter(({ kind }) => kind === 'backup')).toHaveLength(1);
});
