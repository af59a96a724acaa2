import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const SIZE_LIMIT = 64 * 1024;
const WRITABLE_BY_OTHERS = 0o022;

/** What an administrator decides about updates. `off`: never. `manual`: only when a person asks. `on`: as the person chooses. */
const policySchema = z.strictObject({
  updates: z.enum(['off', 'manual', 'on']),
  /** Where this desk's updates come from instead; they carry the same signature. */
  updateUrl: z.url({ protocol: /^https$/ }).optional(),
});

export type Policy =
  | { readonly state: 'none' | 'broken' }
  | { readonly state: 'set'; readonly updates: 'off' | 'manual' | 'on'; readonly updateUrl: string | null };

/** The file that only an administrator can write. */
export function policyFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32')
    return path.win32.join(env['ProgramData'] ?? String.raw`C:\ProgramData`, 'Commonwatt Console', 'policy.json');
  if (platform === 'darwin') return '/Library/Application Support/Commonwatt Console/policy.json';
  return '/etc/commonwatt-console/policy.json';
}

/**
 * Reads the policy; one that cannot be read or understood, or that others than the administrator could have written, is broken.
 * @param onProblem hears why, for the log
 * @param owner uid of the administrator; null where the system has none, or does not matter
 */
export function readPolicy(file: string, owner: number | null, onProblem: (line: string) => void): Policy {
  try {
    const { uid, mode, size } = statSync(file);
    if (owner !== null && (uid !== owner || (mode & WRITABLE_BY_OTHERS) !== 0))
      throw new Error('somebody else than the administrator can write it');
    if (size > SIZE_LIMIT) throw new Error('it is too long');
    const { updates, updateUrl = null } = policySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { state: 'set', updates, updateUrl };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { state: 'none' };
    onProblem(`the policy of updates cannot be followed: ${error instanceof Error ? error.message : String(error)}`);
    return { state: 'broken' };
  }
}
