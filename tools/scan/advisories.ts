import { execFile } from 'node:child_process';
import { repositoryRoot } from '../paths.ts';
import type { Finding } from './finding.ts';

interface Advisory {
  readonly name?: string;
  readonly title?: string;
  readonly url?: string;
  readonly severity?: string;
}

/** What `npm audit` says, or why it said nothing. */
export type Advisories = { readonly findings: Finding[] } | { readonly unanswered: string };

/** Asks the registry, through npm, which packages of the lock file have a known weakness. */
export async function advisoryFindings(): Promise<Advisories> {
  const output = await new Promise<string>((resolve) => {
    execFile(
      'npm',
      ['audit', '--json'],
      { cwd: repositoryRoot, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' },
      (error, stdout) => resolve(stdout || (error?.message ?? '')),
    );
  });
  return readAudit(output);
}

/** Reads the JSON of `npm audit`. An advisory's rule is its address, its place the package. */
export function readAudit(output: string): Advisories {
  let parsed: { vulnerabilities?: Record<string, { via: (string | Advisory)[] }>; message?: string };
  try {
    parsed = JSON.parse(output) as typeof parsed;
  } catch {
    return { unanswered: output.trim().split('\n')[0] ?? '' };
  }
  if (parsed.vulnerabilities === undefined) return { unanswered: parsed.message ?? 'no reason given' };
  const findings = Object.values(parsed.vulnerabilities).flatMap(({ via }) =>
    // A name alone says only that the package needs another one that is listed itself.
    via.flatMap((one): Finding[] =>
      typeof one === 'string'
        ? []
        : [
            {
              scanner: 'advisories',
              rule: one.url ?? 'unknown',
              place: one.name ?? '',
              detail: `${one.severity ?? ''}: ${one.title ?? ''}`,
            },
          ],
    ),
  );
  return { findings };
}
