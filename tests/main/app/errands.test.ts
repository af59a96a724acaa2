import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { arrivalsIn } from '#main/app/arrivals.ts';
import { Errands } from '#main/app/errands.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-errands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const snapshot = path.join(folder, 'rheinaue.commonwatt');
writeFileSync(snapshot, 'twelve bytes');

function desk() {
  const seen = { shown: 0, told: 0, files: [] as string[] };
  const world = { isOpen: true, now: 0 };
  const errands = new Errands({
    isOpen: () => world.isOpen,
    present: () => void (seen.shown += 1),
    tellPage: () => void (seen.told += 1),
    registerFile: (_id, file) => void seen.files.push(file),
    now: () => world.now,
  });
  const follow = (text: string) => errands.arrive({ kind: 'link', text });
  return { errands, follow, seen, world };
}

describe('what is asked of the page from outside', () => {
  it('shows the window, tells the page, and is handed over once', async () => {
    const { errands, follow, seen } = desk();
    follow('commonwatt://member/m1');
    expect(seen).toMatchObject({ shown: 1, told: 1 });
    expect(await errands.take()).toEqual([{ kind: 'link', link: { to: 'member', id: 'm1' } }]);
    expect(await errands.take()).toEqual([]);
  });

  it('waits while the console is locked, and is told of once it is open', async () => {
    const { errands, follow, seen, world } = desk();
    world.isOpen = false;
    follow('commonwatt://member/m1');
    expect(await errands.take()).toEqual([]);
    errands.followSession();
    expect(seen.told).toBe(1);
    world.isOpen = true;
    errands.followSession();
    expect(seen.told).toBe(2);
    expect(await errands.take()).toHaveLength(1);
  });

  it('is dropped after ten minutes, and by a lock', async () => {
    const { errands, follow, world } = desk();
    follow('commonwatt://member/m1');
    world.now = 600_001;
    expect(await errands.take()).toEqual([]);
    follow('commonwatt://member/m1');
    errands.forget();
    expect(await errands.take()).toEqual([]);
  });

  it('is the newest link and the newest file', async () => {
    const { errands, follow } = desk();
    follow('commonwatt://member/m1');
    errands.arrive({ kind: 'file', path: snapshot });
    follow('commonwatt://member/m2');
    expect((await errands.take()).map(({ kind }) => kind).toSorted()).toEqual(['file', 'link']);
  });

  it('says that something is no link, without repeating it', async () => {
    const { errands, follow } = desk();
    follow('commonwatt://delete/everything');
    expect(await errands.take()).toEqual([{ kind: 'bad-link' }]);
  });

  it('hands over a file by an id, never by its path, and only when it is taken', async () => {
    const { errands, seen } = desk();
    errands.arrive({ kind: 'file', path: snapshot });
    expect(seen.files).toEqual([]);
    const taken = await errands.take();
    expect(taken).toMatchObject([{ kind: 'file', file: { name: 'rheinaue.commonwatt', bytes: 12 } }]);
    expect(JSON.stringify(taken)).not.toContain(folder);
    expect(seen.files).toEqual([snapshot]);
  });

  it('says that a file cannot be read', async () => {
    const { errands } = desk();
    errands.arrive({ kind: 'file', path: path.join(folder, 'gone.commonwatt') });
    expect(await errands.take()).toEqual([{ kind: 'bad-file', name: 'gone.commonwatt' }]);
  });

  it('of the menu is nothing while the console is locked', async () => {
    const { errands, seen, world } = desk();
    world.isOpen = false;
    errands.command('import');
    world.isOpen = true;
    expect(seen.told).toBe(0);
    expect(await errands.take()).toEqual([]);
  });
});

describe('a command line', () => {
  const inIt = (...given: string[]) => arrivalsIn(['console', ...given], folder);

  it('holds links and snapshots among its switches', () => {
    expect(inIt('.', '--demo', '--', 'commonwatt://rule/r1', 'rheinaue.commonwatt')).toEqual([
      { kind: 'link', text: 'commonwatt://rule/r1' },
      { kind: 'file', path: snapshot },
    ]);
    expect(inIt(`file://${snapshot}`)).toEqual([{ kind: 'file', path: snapshot }]);
  });

  it.each([
    ['other files', 'readings.csv'],
    ['switches that end like a snapshot', '--output=x.commonwatt'],
    ['files of another machine', 'file://elsewhere/share/x.commonwatt'],
    ['addresses that are none', 'file://%zz/x.commonwatt'],
    ['names with a null', 'a\0.commonwatt'],
    ['what is too long', `${'a'.repeat(5000)}.commonwatt`],
  ])('passes over %s', (_what, argument) => {
    expect(inIt(argument)).toEqual([]);
  });

  it('keeps nothing long of a link', () => {
    const [arrival] = inIt(`commonwatt://member/${'a'.repeat(4000)}`);
    expect(arrival).toMatchObject({ kind: 'link' });
    expect(JSON.stringify(arrival).length).toBeLessThan(2200);
  });
});
