import { describe, expect, it } from 'vitest';
import { troubles } from '#shared/contract/recovery.ts';
import { fakeBackups } from '#renderer/bridge/fake/backups.ts';
import { choicesFor, isWhole } from '#renderer/pages/recovery/ways-out.ts';

const backups = fakeBackups(0);
const hasHub = true;

describe('the ways out of trouble', () => {
  it('begin with a backup where the file is damaged, and with trying again where it may come back', () => {
    expect(choicesFor({ trouble: 'damaged', backups, hasHub })).toEqual(['restore', 'anew', 'retry']);
    expect(choicesFor({ trouble: 'file-missing', backups, hasHub })).toEqual(['retry', 'restore', 'anew']);
  });

  it('have no backup where there is none', () => {
    expect(choicesFor({ trouble: 'damaged', backups: [], hasHub })).toEqual(['anew', 'retry']);
  });

  it('recommend empty data only where a hub fills them again', () => {
    expect(choicesFor({ trouble: 'empty', backups: [], hasHub: false })).toEqual(['retry', 'anew']);
  });

  it('never put anything in the place of a file that only cannot be written, or that a newer console wrote', () => {
    for (const trouble of ['in-use', 'read-only', 'disk-full', 'future'] as const) {
      expect(choicesFor({ trouble, backups, hasHub })).not.toContain('anew');
      expect(isWhole(trouble)).toBe(true);
    }
  });

  it('are there for every trouble', () => {
    for (const trouble of troubles) expect(choicesFor({ trouble, backups: [], hasHub })).not.toEqual([]);
  });
});
