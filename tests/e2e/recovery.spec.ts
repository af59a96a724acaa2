import { cpSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { latestVersion } from '#engine/cache/migrate.ts';
import { openCache } from '#engine/cache/open.ts';
import { readEnvelope, unwrapWithPassphrase } from '#main/keystore/envelope.ts';
import { flipPage, hashOf, pagesOf, randomBytes } from '../engine/upkeep/damage.ts';
import { expectAccessible } from './axe.ts';
import { ask, card, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { canFillADisk, FullDisk, makeReadOnly, unmount } from './full-disk.ts';
import { ImportDialog } from './import-dialog.ts';
import { pageAfterLock, PASSPHRASE, protect, unlock } from './protection.ts';
import { openBesides } from './second-program.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// A cache that does not open: what a person reads, and that the way out leads back to the data. One console: it is locked, the file damaged,
// and unlocked again.
test.describe.configure({ mode: 'serial' });

let folder: string;
let opened: OpenConsole;
let page: Page;
let key: Uint8Array;
let cacheFolder: string;
let file: string;
let whole: string;
let produced: string;

test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  await protect(page);
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(await writeReadings(folder, { members: 6, days: 3 }));
  await dialog.button('Import 1,728 rows').click();
  await dialog.openOverview();
  produced = (await figure().textContent())!;
  const { taskId } = await valueOf(page, 'backups.make', { reason: 'by-hand' });
  await expect
    .poll(async () => (await valueOf(page, 'tasks.list', {})).find(({ id }) => id === taskId)?.state)
    .toBe('done');
  await lock();
  cacheFolder = path.join(opened.profile, 'cache');
  file = path.join(cacheFolder, 'commonwatt.db');
  key = await unwrapWithPassphrase((await readEnvelope(path.join(opened.profile, 'keystore.json')))!, PASSPHRASE);
  decideSinceTheBackup();
  whole = path.join(folder, 'whole');
  cpSync(cacheFolder, whole, { recursive: true });
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const figure = () => card(page, 'Produced').getByText(/\d/).first();
const title = (name: string) => page.getByRole('heading', { name, level: 1 });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const notice = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text });

async function lock(): Promise<void> {
  page = await pageAfterLock(opened.app, () => ask(page, 'session.lock', {}));
}

/** A decision that is not sent yet, as a desk makes one. */
function decideSinceTheBackup(): void {
  const cache = openCache({ file, key });
  cache.write.run(
    `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start, window_end, offer_id)
     SELECT 'decision', 'wish', community_id, 0, 0, 1, 1, id, 0, 1000, 100000, 0, 900000, x'01' FROM member LIMIT 1`,
  );
  cache.close();
}

/** Locks, puts the whole profile back, damages it and unlocks. */
async function unlockAfter(damage: () => void): Promise<void> {
  if ((await valueOf(page, 'session.state', {})).state !== 'locked') await lock();
  rmSync(cacheFolder, { recursive: true });
  cpSync(whole, cacheFolder, { recursive: true });
  damage();
  await unlock(page);
}

/** Takes the newest backup, and finds what it has; what stood in its place is there still. */
async function restore(): Promise<void> {
  const before = hashOf(file);
  await button(/^Restore the backup of/).click();
  await expect(notice('The backup is in place')).toBeVisible();
  await expect(figure()).toHaveText(produced);
  expect(putAside()).toContain(before);
}

/** What was put aside, by hash. */
function putAside(): string[] {
  const aside = path.join(cacheFolder, 'aside');
  const names = readdirSync(aside, { recursive: true, encoding: 'utf8' });
  return names.map((name) => path.join(aside, name)).flatMap((one) => (statSync(one).isFile() ? [hashOf(one)] : []));
}

async function decisions(): Promise<number> {
  const [community] = await valueOf(page, 'communities.list', {});
  return (await valueOf(page, 'outbox.list', { communityId: community.id })).length;
}

test('a cache that is cut off gives its decisions, and they go into the backup that takes its place', async () => {
  await unlockAfter(() => truncateSync(file, statSync(file).size - 4096));
  await expect(title('The data file is damaged')).toBeVisible();
  await expect(page.getByText('The 1 decision that was not sent yet could be read.')).toBeVisible();
  await expect(page.getByText(/1 good backup is there/)).toBeVisible();
  await expect(page.getByText(/^Reference CACHE_CORRUPT/)).toBeVisible();
  await expectAccessible(page, page.locator('html'));
  await restore();
  await expect(notice('1 decision that was not sent yet was taken along')).toBeVisible();
  expect(await decisions()).toBe(1);
});

test('a cache whose first page was changed says that decisions may be lost, and comes back from the backup', async () => {
  await unlockAfter(() => flipPage(file, 1));
  await expect(title('The data file is damaged')).toBeVisible();
  await expect(page.getByText('Decisions that were not sent yet cannot be read.')).toBeVisible();
  await restore();
});

test('other bytes in the place of the cache are damage, too', async () => {
  await unlockAfter(() => writeFileSync(file, randomBytes(50_000)));
  await expect(title('The data file is damaged')).toBeVisible();
  await restore();
});

test('an empty cache can be begun anew, after a second look at what that means', async () => {
  await unlockAfter(() => truncateSync(file, 0));
  await expect(title('The data file is empty')).toBeVisible();
  await button('Begin with empty data…').click();
  await expect(page.getByText(/What only this desk had is not in the new data/)).toBeVisible();
  await button('Put the old file aside and begin').click();
  await expect(notice('You begin with empty data')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeVisible();
  expect(await valueOf(page, 'backups.list', {})).toHaveLength(1);
});

test('a cache that is gone is not replaced by an empty one without a word, and works again when it is back', async () => {
  await unlockAfter(() => rmSync(file));
  await expect(title('The data file is gone')).toBeVisible();
  await button('Try again').click();
  await expect(page.getByText('It is still so. Nothing was changed.')).toBeVisible();
  cpSync(path.join(whole, 'commonwatt.db'), file);
  await button('Try again').click();
  await expect(figure()).toHaveText(produced);
  expect(await decisions()).toBe(1);
});

test('a cache of a newer console is left alone: nothing empty is offered in its place', async () => {
  await unlockAfter(() => {
    const cache = openCache({ file, key });
    cache.write.exec(`PRAGMA user_version = ${latestVersion() + 10}`);
    cache.close();
  });
  await expect(title('A newer version of the console wrote these data')).toBeVisible();
  await expect(page.getByText('Install the newer version', { exact: true })).toBeVisible();
  await expect(button(/^Restore the backup/)).toBeVisible();
  await expect(button(/Begin with empty data/)).toBeHidden();
  const before = hashOf(file);
  await lock();
  expect(hashOf(file)).toBe(before);
});

test('damage that a page meets while the console is open leads to the same way out', async () => {
  await unlockAfter(() => pagesOf(file, key, 'rollup_slot').forEach((one) => flipPage(file, one)));
  await button('Examine and repair').first().click();
  await expect(title('The data file is damaged')).toBeVisible();
  await restore();
});

test('nothing of this can be asked for while the cache is well', async () => {
  for (const method of ['recovery.inspect', 'recovery.retry', 'recovery.startAnew'] as const) {
    expect(await ask(page, method, {})).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  }
  expect(await ask(page, 'recovery.restore', { backupId: 'any' })).toMatchObject({
    ok: false,
    error: { code: 'FORBIDDEN' },
  });
});

test('a data folder that may not be written in says so, and the data open once it may be', async () => {
  test.skip(!canFillADisk(), 'making a folder read-only for everybody needs root on Linux');
  await unlockAfter(() => makeReadOnly(cacheFolder));
  try {
    await expect(title('The console may not write in its data folder')).toBeVisible();
    await expect(page.getByText('Everything that was saved is in the data file', { exact: false })).toBeVisible();
    await button('Try again').click();
    await expect(page.getByText('It is still so. Nothing was changed.')).toBeVisible();
  } finally {
    unmount(cacheFolder);
  }
  await button('Try again').click();
  await expect(figure()).toHaveText(produced);
  expect(await decisions()).toBe(1);
});

test('data that another program holds are left to it, and open once it has done', async () => {
  await lock();
  const other = await openBesides(opened.profile);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  await unlock(page);
  await expect(title('Another program is using the data')).toBeVisible({ timeout: 40_000 });
  other.exec('ROLLBACK');
  other.close();
  await button('Try again').click();
  await expect(figure()).toHaveText(produced);
  expect(await decisions()).toBe(1);
});

test('a disk without any room at the opening says so, and the data open once there is some', async () => {
  test.skip(!canFillADisk(), 'mounting a disk needs root on Linux');
  let disk: FullDisk | undefined;
  await unlockAfter(() => {
    rmSync(cacheFolder, { recursive: true });
    disk = new FullDisk(cacheFolder, whole);
  });
  try {
    await expect(title('The disk is full')).toBeVisible();
    await disk!.free();
    await button('Try again').click();
    await expect(figure()).toHaveText(produced);
    expect(await decisions()).toBe(1);
    await lock();
  } finally {
    disk!.unmount();
  }
});
