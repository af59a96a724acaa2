import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPreferences } from '#main/app/preferences.ts';

let folder: string;
let file: string;
let problems: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-preferences-'));
  file = path.join(folder, 'preferences.json');
  problems = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openPreferences(file, (line) => problems.push(line));

describe('preferences', () => {
  it('are the defaults on a new desk, and nothing is written before something is chosen', async () => {
    expect(open().get()).toMatchObject({ colourScheme: 'system', autoLockMinutes: 15, communityId: null });
    expect(await readdir(folder)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('keep what was chosen over a restart, each choice by itself', async () => {
    const preferences = open();
    await preferences.set({ colourScheme: 'dark' });
    await preferences.set({ language: 'de', communityId: undefined });
    expect(open().get()).toMatchObject({
      colourScheme: 'dark',
      language: 'de',
      communityId: null,
      autoLockMinutes: 15,
    });
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keep the last of many changes made at once', async () => {
    const preferences = open();
    await Promise.all(Array.from({ length: 20 }, (_, minutes) => preferences.set({ autoLockMinutes: minutes })));
    expect(open().get().autoLockMinutes).toBe(19);
    expect(await readdir(folder)).toEqual(['preferences.json']);
  });

  it('fall back to the defaults when the file is damaged, and keep the damaged file', async () => {
    for (const damage of ['', '{"colourScheme":"da', '[]', 'null', '{"autoLockMinutes":-1}', '{"views":{"a":5}}']) {
      await writeFile(file, damage);
      expect(open().get().colourScheme).toBe('system');
      expect(await readFile(`${file}.damaged`, 'utf8')).toBe(damage);
      expect(problems.pop()).toContain('damaged');
      await rm(`${file}.damaged`);
    }
  });

  it('take the defaults for what an older console did not know', async () => {
    await writeFile(file, '{"language":"de"}');
    expect(open().get()).toMatchObject({ language: 'de', autoLockMinutes: 15, views: {} });
  });

  it('stay usable when they cannot be written, and say so to whoever set them', async () => {
    const preferences = openPreferences(path.join(file, 'below-a-file', 'preferences.json'), (line) =>
      problems.push(line),
    );
    await writeFile(file, 'a file, not a folder');
    await expect(preferences.set({ language: 'en' })).rejects.toThrow();
    expect(preferences.get().language).toBe('en');
    await preferences.note({ language: 'de' });
    expect(problems.at(-1)).toContain('could not be written');
  });
});
