import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const sources = path.resolve(import.meta.dirname, '../../../src');
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const filesWith = (pattern: RegExp) =>
  files.filter((file) => pattern.test(readFileSync(path.join(sources, file), 'utf8')));

it('only one file opens a channel to the page', () => {
  expect(filesWith(/import[^;]*\bipcMain\b[^;]*from 'electron'/)).toEqual([path.join('main', 'bridge', 'ipc.ts')]);
});

it('only one file hands an address to the system', () => {
  expect(filesWith(/shell\.openExternal\(/)).toEqual([path.join('main', 'app', 'external-links.ts')]);
});

it('the engine knows nothing of Electron', () => {
  const engine = path.join('main', 'engine') + path.sep;
  expect(filesWith(/from 'electron'|require\('electron'\)/).filter((file) => file.startsWith(engine))).toEqual([]);
});
