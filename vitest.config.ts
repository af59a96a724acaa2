import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const exclude = ['tests/e2e/**', 'tests/bench/**'];
const alone: string[] = [];
const inJsdom: string[] = [];
for (const found of globSync('tests/**/*.test.{ts,tsx}', { exclude })) {
  const text = readFileSync(found, 'utf8');
  const file = found.replaceAll('\\', '/');
  // What a file replaces would stay replaced for the files that share its process, or they have loaded it already.
  const isReplacing = /\bvi\.(mock|doMock)\(/.test(text);
  if (isReplacing || file.endsWith('kill.test.ts')) alone.push(file);
  else if (text.startsWith('// @vitest-environment jsdom')) inJsdom.push(file);
}

export default defineConfig({
  test: {
    // Beside the end-to-end tests, which go first, what takes a second alone may take a minute.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // The engine's native SQLite module is happiest in processes: a crash ends one of them and names its file.
    pool: 'forks',
    // Some of the tests wait for processes of their own.
    maxWorkers: 3,
    // The database of a hub is WebAssembly, and no test is long enough to pay for the second, better compilation of it.
    execArgv: ['--liftoff-only'],
    // Engines, hubs and command lines that tests start as processes load the same modules again and again: compiled once is enough.
    env: { NODE_COMPILE_CACHE: path.resolve('out/compile-cache') },
    // Files share a process where they can, because to load all modules anew takes a third of the time. The projects begin in the order
    // of their names: the tests that kill come first because they take longest, so that no processor is idle at the end.
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'jsdom',
          include: inJsdom,
          environment: 'jsdom',
          setupFiles: ['tests/renderer/shared-window.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...alone, ...inJsdom],
          setupFiles: ['tests/derived-once.ts'],
          isolate: false,
        },
      },
    ],
  },
});
