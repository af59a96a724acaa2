import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const sources = readdirSync('src/renderer', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ name: path.basename(file), text: readFileSync(path.join('src/renderer', file), 'utf8') }));

const usersOf = (use: string): string[] => sources.filter(({ text }) => text.includes(use)).map(({ name }) => name);

// A panel's drawing cannot be without its table: the type of one asks for it.
it('every chart stands in a panel, which shows the table in its place', () => {
  expect(usersOf('<ChartCanvas')).toEqual(['chart-panel.tsx']);
  expect(usersOf('= useEchart(')).toEqual(['chart-canvas.tsx']);
  expect(usersOf('<ChartTableView')).toEqual(['chart-panel.tsx']);
});
