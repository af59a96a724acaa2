import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { backupsOf } from '#engine/cache/backup.ts';
import { keyCheckFile } from '#engine/cache/key.ts';
import { latestVersion } from '#engine/cache/migrate.ts';
import { openCache } from '#engine/cache/open.ts';
import { inspect } from '#engine/upkeep/inspect.ts';
import { startAnew } from '#engine/upkeep/start-anew.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { KEY, OTHER_KEY } from '../fixtures/keys.ts';
import { temporaryFile } from '../fixtures/temporary-cache.ts';
import { closedCaches, decide, DEVICE_KEY, hashesBelow, openDesk, outboxOf } from './closed-cache.ts';
import { flipPage, pagesOf, seeded } from './damage.ts';

const copy = closedCaches();
const look = (file: string) => inspect({ file, key: KEY });

/** Each damage with what is found, and how many of the 6 unanswered decisions can still be read; `more` when there may be others. */
const damages: readonly {
  readonly name: string;
  readonly damage: (file: string) => void;
  readonly trouble: string;
  readonly decisions: number;
  readonly more: boolean;
}[] = [
  {
    name: 'a page of readings was changed',
    damage: (file) => flipPage(file, pagesOf(file, KEY, 'meter_reading').at(-1)!),
    trouble: 'damaged',
    decisions: 6,
    more: false,
  },
  {
    name: 'the page of the outbox was changed',
    damage: (file) => flipPage(file, pagesOf(file, KEY, 'outbox')[0]),
    trouble: 'damaged',
    decisions: 0,
    more: true,
  },
  {
    name: 'the first page was changed',
    damage: (file) => flipPage(file, 1),
    trouble: 'damaged',
    decisions: 0,
    more: true,
  },
  {
    name: 'the last page is missing',
    damage: (file) => truncateSync(file, statSync(file).size - 4096),
    trouble: 'damaged',
    decisions: 6,
    more: false,
  },
  {
    name: 'it is cut off inside the first page',
    damage: (file) => truncateSync(file, 1000),
    trouble: 'damaged',
    decisions: 0,
    more: true,
  },
  { name: 'it is empty', damage: (file) => truncateSync(file, 0), trouble: 'empty', decisions: 0, more: true },
  {
    name: 'its bytes are others altogether',
    damage: (file) => writeFileSync(file, Buffer.from(seeded(7).bytes(60_000))),
    trouble: 'damaged',
    decisions: 0,
    more: true,
  },
  {
    name: 'it is a text',
    damage: (file) => writeFileSync(file, 'Dear diary, '.repeat(500)),
    trouble: 'not-ours',
    decisions: 0,
    more: true,
  },
  {
    name: 'it is an SQLite file of another program',
    damage: (file) => {
      rmSync(file);
      const other = new DatabaseSync(file);
      other.exec('CREATE TABLE t (x)');
      other.close();
    },
    trouble: 'not-ours',
    decisions: 0,
    more: true,
  },
  { name: 'it is gone', damage: (file) => rmSync(file), trouble: 'file-missing', decisions: 0, more: true },
  {
    name: 'it is the cache of another key',
    damage: (file) => {
      const other = temporaryFile();
      openCache({ file: other, key: OTHER_KEY }).close();
      copyFileSync(other, file);
      copyFileSync(keyCheckFile(other), keyCheckFile(file));
    },
    trouble: 'wrong-key',
    decisions: 0,
    more: true,
  },
  {
    name: 'a newer console wrote it',
    damage: (file) => {
      const { cache, close } = openDesk(file);
      cache.write.exec(`PRAGMA user_version = ${latestVersion() + 10}`);
      close();
    },
    trouble: 'future',
    decisions: 6,
    more: false,
  },
  { name: 'nothing is wrong with it', damage: () => undefined, trouble: 'unknown', decisions: 6, more: false },
];

describe('a look at a cache that does not open', () => {
  it.each(damages)('tells when $name', ({ damage, trouble, decisions, more }) => {
    const file = copy();
    damage(file);
    const before = hashesBelow(join(file, '..'));
    expect(look(file)).toMatchObject({
      trouble,
      bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0,
      decisions: { readable: decisions, mayBeMore: more },
      hasHub: true,
      backups: [{ reason: 'by-hand' }],
    });
    expect(new Set(hashesBelow(join(file, '..')).keys()).isSupersetOf(new Set(before.keys()))).toBe(true);
  });

  it('finds the damage wherever a page was changed, and never more decisions than there were', () => {
    const draw = seeded(11);
    for (let round = 0; round < 8; round++) {
      const file = copy();
      for (let flips = 0; flips <= round % 3; flips++) {
        flipPage(file, 1 + draw.below(statSync(file).size / 4096), draw.below(4096));
      }
      const { trouble, decisions } = look(file);
      expect(trouble).toBe('damaged');
      expect(decisions.readable).toBeLessThanOrEqual(6);
      if (decisions.readable < 6) expect(decisions.mayBeMore).toBe(true);
    }
  });

  it('reads the decisions on either side of a damaged page of the outbox', () => {
    const file = copy();
    const { cache, close } = openDesk(file);
    for (let number = 7; number <= 70; number++) decide(cache, number);
    close();
    const [, ...leaves] = pagesOf(file, KEY, 'outbox');
    flipPage(file, leaves[Math.floor(leaves.length / 2)]);
    const { readable, mayBeMore } = look(file).decisions;
    expect(mayBeMore).toBe(true);
    expect(readable).toBeGreaterThan(30);
    expect(readable).toBeLessThan(70);
  });

  it('tells when another program has it open, and nothing is put in its place then', () => {
    const file = copy();
    const other = openDesk(file);
    try {
      expect(look(file).trouble).toBe('in-use');
      const begin = () => startAnew({ file, key: KEY }, { deviceKey: DEVICE_KEY, appVersion: '1.0.0' });
      expect(failureOf(begin).code).toBe('CACHE_LOCKED');
      expect(outboxOf(other.cache)).toHaveLength(6);
    } finally {
      other.close();
    }
  });

  it('names no backup that is damaged itself', () => {
    const file = copy();
    truncateSync(file, 0);
    flipPage(backupsOf(file)[0], 1 + Math.floor(statSync(backupsOf(file)[0]).size / 8192));
    expect(look(file)).toMatchObject({ backups: [], hasHub: true });
  });

  it('leaves nothing behind beside a cache that cannot be read at all', () => {
    const file = copy();
    writeFileSync(file, Buffer.from(seeded(3).bytes(40_000)));
    const names = readdirSync(join(file, '..'));
    look(file);
    expect(readdirSync(join(file, '..'))).toEqual(names);
    expect(existsSync(`${file}.probe`)).toBe(false);
    expect(readFileSync(file)).toHaveLength(40_000);
  });
});
