import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '#tools/paths.ts';
import { explained } from '#tools/scan/explained.ts';

const text = readFileSync(path.join(repositoryRoot, 'SECURITY.md'), 'utf8');

describe('SECURITY.md', () => {
  it('names only tests and sources that are there', () => {
    const named = new Set([...text.matchAll(/`((?:tests|src|tools)\/[\w./-]+)`/g)].map(([, name]) => name));
    expect(named.size).toBeGreaterThan(40);
    expect([...named].filter((name) => !existsSync(path.join(repositoryRoot, name)))).toEqual([]);
  });

  it('shows every explained finding of the scan', () => {
    const lines = text.split('\n');
    const missing = explained.filter(
      ({ rule, place, why }) =>
        !lines.some((line) => line.includes(`\`${rule}\``) && line.includes(`\`${place}\``) && line.includes(why)),
    );
    expect(missing).toEqual([]);
  });
});
