import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '#tools/paths.ts';

const protocol = readFileSync(path.join(repositoryRoot, 'src/main/engine/sync/PROTOCOL.md'), 'utf8');
const numbers = [...protocol.matchAll(/^- ([A-Z]\d+)\. /gm)].map(([, number]) => number);

/** The names of all tests of console and hub. */
function testNames(): string {
  const folders = ['tests/engine', 'tests/hub', 'tests/cli', 'tests/renderer/sync'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') || file.endsWith('.test.tsx'))
      .map((file) => path.join(repositoryRoot, folder, file)),
  );
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** The sentences that test names name: `L2: …`, `… (L5)`, `… (PROTOCOL.md C2, C8)`. */
function named(text: string): Set<string> {
  const alone = [...text.matchAll(/['`]([A-Z]\d+): /g)].map(([, number]) => number);
  const listed = [...text.matchAll(/\((?:PROTOCOL\.md )?([A-Z]\d+(?:, [A-Z]\d+)*)\)/g)].flatMap(([, list]) =>
    list.split(', '),
  );
  return new Set([...alone, ...listed]);
}

it('has a test for each of its sentences, which names it', () => {
  expect(numbers.length).toBeGreaterThan(30);
  expect(new Set(numbers).size).toBe(numbers.length);
  const tested = named(testNames());
  expect(numbers.filter((number) => !tested.has(number))).toEqual([]);
});
