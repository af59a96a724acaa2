import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-cache.ts';
import { closedCaches, decide, openDesk, outboxOf } from './closed-cache.ts';

const copy = closedCaches({ backup: false });

/** A cache as a crash leaves it after two more decisions, and without the log of its last changes. */
function withoutItsLog(): string {
  const desk = openDesk(copy());
  for (const number of [7, 8]) {
    decide(desk.cache, number);
    desk.audit.append({ kind: 'offer', outcome: 'done', communityId: null, details: { number } });
  }
  const crashed = temporaryFolder();
  cpSync(dirname(desk.cache.file), crashed, { recursive: true });
  desk.close();
  for (const rest of ['-wal', '-shm']) rmSync(join(crashed, `cache.db${rest}`));
  return join(crashed, 'cache.db');
}

function reopened(file: string): ReturnType<typeof openDesk> {
  const desk = openDesk(file);
  onTestFinished(() => desk.close());
  return desk;
}

describe('a cache whose log of last changes is gone', () => {
  it('opens whole, as it was before them, and says that they are missing', () => {
    const { cache, audit } = reopened(withoutItsLog());
    expect(cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
    expect(outboxOf(cache)).toHaveLength(6);
    expect(audit.newlyMissing).toMatchObject({ kind: 'end-missing', number: 3 });
  });

  it('says so at the first opening alone, while the finding stays in the log', () => {
    const file = withoutItsLog();
    openDesk(file).close();
    const { audit } = reopened(file);
    expect(audit.newlyMissing).toBeNull();
    expect(audit.endFinding).toMatchObject({ kind: 'end-missing', number: 3 });
  });

  it('is not taken for one when nothing is missing', () => {
    expect(reopened(copy()).audit.newlyMissing).toBeNull();
  });
});
