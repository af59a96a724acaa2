import { describe, expect, it, onTestFinished } from 'vitest';
import { backupsOf } from '#engine/cache/backup.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import { dismiss, withdraw } from '#engine/outbox/commands.ts';
import { retry } from '#engine/outbox/retry.ts';
import { nextToSend } from '#engine/outbox/sending.ts';
import { putBack } from '#engine/upkeep/put-back.ts';
import { savedFrom, type SavedOutbox } from '#engine/upkeep/rescue-outbox.ts';
import { KEY } from '../fixtures/keys.ts';
import { keyOf } from '../fixtures/open-market.ts';
import { START } from '../fixtures/pages.ts';
import { closedCaches, openDesk, outboxOf } from './closed-cache.ts';

const copy = closedCaches();
const LATER = START + 60_000;

/** What a desk has decided up to now, after `change`; and its backup, open, which has the first 3 of its 6 decisions. */
function backupAndOutbox(change: (cache: Cache, ids: readonly string[]) => void = () => undefined): {
  readonly backup: Cache;
  readonly ids: readonly string[];
  readonly saved: SavedOutbox;
} {
  const file = copy();
  const desk = openDesk(file);
  const ids = outboxOf(desk.cache).map(({ id }) => id);
  change(desk.cache, ids);
  const saved = savedFrom(desk.cache.read);
  desk.close();
  const backup = openCache({ file: backupsOf(file)[0], key: KEY });
  onTestFinished(() => backup.close());
  return { backup, ids, saved };
}

const toSend = (cache: Cache): string[] => nextToSend(cache.read, 0, LATER, 100).map(({ uid }) => uid);

describe('an outbox that was read whole', () => {
  it('takes the place of the one in the backup', () => {
    const { backup, ids, saved } = backupAndOutbox();
    expect(toSend(backup)).toEqual(ids.slice(0, 3));
    expect(putBack(backup.write, saved, LATER)).toBe(6);
    expect(toSend(backup)).toEqual(ids);
  });

  it('does not send again what was taken back or put away since the backup', () => {
    const { backup, ids, saved } = backupAndOutbox(({ write }, [first, second]) => {
      withdraw(write, first, LATER);
      withdraw(write, second, LATER);
      dismiss(write, second);
    });
    expect(putBack(backup.write, saved, LATER)).toBe(4);
    expect(toSend(backup)).toEqual(ids.slice(2));
    expect(outboxOf(backup).map(({ id, state }) => [id, state])).toContainEqual([ids[0], 'withdrawn']);
  });

  it('can be put back twice', () => {
    const { backup, ids, saved } = backupAndOutbox();
    putBack(backup.write, saved, LATER);
    putBack(backup.write, saved, LATER);
    expect(toSend(backup)).toEqual(ids);
  });

  it('brings along the sign-in that the hub still takes', () => {
    const { backup, saved } = backupAndOutbox();
    expect(backup.read.pluck('SELECT refresh_token FROM hub_connection')).toEqual(['old token']);
    putBack(backup.write, saved, LATER);
    expect(backup.read.pluck('SELECT refresh_token FROM hub_connection')).toEqual(['newest token']);
  });

  it('leaves a sign-in at another hub alone', () => {
    const { backup, saved } = backupAndOutbox();
    backup.write.run("UPDATE hub_connection SET address = 'https://other.example'");
    putBack(backup.write, saved, LATER);
    expect(backup.read.all('SELECT address, refresh_token FROM hub_connection')).toEqual([
      { address: 'https://other.example', refresh_token: 'old token' },
    ]);
  });
});

describe('an outbox that was read in part', () => {
  const partly = () => {
    const { backup, ids, saved } = backupAndOutbox();
    const decisions = saved.decisions.filter((_, at) => at === 1 || at === 4);
    return { backup, ids, saved: { ...saved, decisions, isComplete: false } };
  };

  it('sends what was read, and stops what only the backup has until a person has looked at it', () => {
    const { backup, ids, saved } = partly();
    expect(putBack(backup.write, saved, LATER)).toBe(2);
    expect(toSend(backup)).toEqual([ids[1], ids[4]]);
    const stopped = outboxOf(backup).filter(({ state }) => state === 'conflict');
    expect(stopped.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(stopped[0].problem).toMatchObject({ code: 'VERSION_CONFLICT', details: { situation: 'fromBackup' } });
  });

  it('lets that person decide again, or put it away', () => {
    const { backup, ids, saved } = partly();
    putBack(backup.write, saved, LATER);
    const again = retry(backup.write, ids[0], keyOf(900), START);
    dismiss(backup.write, ids[2]);
    expect(toSend(backup)).toEqual([ids[1], ids[4], again]);
  });
});
