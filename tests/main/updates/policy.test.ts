import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { policyFile, readPolicy } from '#main/updates/policy.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-policy-'));
const file = path.join(folder, 'policy.json');
const me = process.getuid?.() ?? null;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown, { owner = me, mode = 0o644 }: { owner?: number | null; mode?: number } = {}) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(file, mode);
  const problems: string[] = [];
  return { policy: readPolicy(file, owner, (line) => problems.push(line)), problems };
}

describe('the policy file of an administrator', () => {
  it('lies where only an administrator writes', () => {
    expect(policyFile('linux', {})).toBe('/etc/commonwatt-console/policy.json');
    expect(policyFile('darwin', {})).toBe('/Library/Application Support/Commonwatt Console/policy.json');
    expect(policyFile('win32', { ProgramData: String.raw`D:\Data` })).toBe(
      String.raw`D:\Data\Commonwatt Console\policy.json`,
    );
  });

  it('need not be there', () => {
    expect(readPolicy(path.join(folder, 'none', 'policy.json'), me, () => undefined)).toEqual({ state: 'none' });
  });

  it('switches updates off, lets only a person look, or names another server', () => {
    expect(read({ updates: 'off' }).policy).toEqual({ state: 'set', updates: 'off', updateUrl: null });
    expect(read({ updates: 'manual', updateUrl: 'https://updates.example.org/console' }).policy).toEqual({
      state: 'set',
      updates: 'manual',
      updateUrl: 'https://updates.example.org/console',
    });
  });

  it.each([
    ['not JSON', '{ "updates": '],
    ['another word', { updates: 'never' }],
    ['a word too many', { updates: 'on', chanel: 'beta' }],
    ['an address that is not encrypted', { updates: 'on', updateUrl: 'http://updates.example.org' }],
    ['too long', { updates: 'on', updateUrl: `https://example.org/${'a'.repeat(70_000)}` }],
  ])('that is %s is broken, and the log says so', (_what, content) => {
    const { policy, problems } = read(content);
    expect(policy).toEqual({ state: 'broken' });
    expect(problems).toHaveLength(1);
  });

  it.skipIf(me === null)('that somebody else owns or may write is broken', () => {
    expect(read({ updates: 'on' }, { owner: me! + 1 }).policy).toEqual({ state: 'broken' });
    expect(read({ updates: 'on' }, { mode: 0o664 }).policy).toEqual({ state: 'broken' });
    expect(read({ updates: 'on' }, { mode: 0o646 }).policy).toEqual({ state: 'broken' });
    expect(read({ updates: 'on' }, { owner: null, mode: 0o666 }).policy.state).toBe('set');
  });
});
