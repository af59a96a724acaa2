import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCache } from '#engine/cache/open.ts';
import { engineChecks } from '#engine/diagnostics/checks.ts';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import { Failure } from '#shared/contract/errors.ts';
import { MIN_FREE_BYTES } from '#shared/diagnostics/judge-engine.ts';
import { valueText } from '#shared/diagnostics/support-bundle.ts';
import { accessCache, cacheFlags, type CacheFlags } from './cache-access.ts';
import { parseFlags, type CommandIo } from './command.ts';
import { cacheFileOf } from './profile.ts';
import { version } from '../../package.json' with { type: 'json' };

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly value: string;
  /** What `value` is made of, for those that the Diagnostics view shows too. */
  readonly details?: DiagnosticCheck['values'];
}

/** Of the Diagnostics view: what is checked here by itself, or is about a console that runs. */
const notOfDoctor: ReadonlySet<string> = new Set(['examination', 'disk', 'memory', 'calls', 'versions']);

/**
 * `doctor [--profile DIR [--passphrase-file F]]`: versions, runtime, cipher, free disk and, for a profile, the health of its cache.
 * Without the passphrase only that the file is there and not readable; with it the cache is examined whole, and the checks of Settings,
 * Diagnostics follow. Exit 1 when a check fails; what only needs a look ("attention") is no failure.
 */
export async function runDoctor(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, { json: { type: 'boolean' }, ...cacheFlags });
  const checks: Check[] = [
    ...versions(),
    await electronPackage(),
    await cipher(),
    await freeDisk(flags.profile ?? tmpdir()),
  ];
  if (flags.profile !== undefined) {
    checks.push(await cacheFile(flags.profile));
    if (flags['passphrase-file'] !== undefined) checks.push(...(await cacheHealth(flags, io)));
  }
  const ok = checks.every((check) => check.ok);
  if (flags.json) io.stdout(`${JSON.stringify({ ok, checks })}\n`);
  else
    for (const check of checks) io.stdout(`${check.ok ? 'ok  ' : 'FAIL'}  ${check.name.padEnd(18)}  ${check.value}\n`);
  return ok ? 0 : 1;
}

/** Opens the cache and examines it; whatever keeps it from opening is the finding. */
async function cacheHealth(flags: CacheFlags, io: CommandIo): Promise<Check[]> {
  try {
    const access = await accessCache(flags, io);
    try {
      const { context } = access;
      const { isSound, rollupDifferences: differences } = await context.examinations.examine(context, {
        signal: new AbortController().signal,
        report: () => undefined,
      });
      const { checks } = engineChecks(context);
      return [
        { name: 'cache integrity', ok: isSound, value: isSound ? 'ok' : 'damaged' },
        {
          name: 'cache rollups',
          ok: differences === 0,
          value: differences === 0 ? 'equal to the records' : `${differences ?? 'an unknown number of'} rows differ`,
        },
        ...checks.filter(({ name }) => !notOfDoctor.has(name)).map(asCheck),
      ];
    } finally {
      await access.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ name: 'cache integrity', ok: false, value: `${error.code}: ${error.message}` }];
  }
}

/** A check of the Diagnostics view as one of the doctor's. */
function asCheck({ name, state, finding, values: details }: DiagnosticCheck): Check {
  const facts = Object.entries(details).map(([key, value]) => `${key} ${valueText(key, value)}`);
  const said = state === 'ok' && finding === 'fine' ? '' : `${state}: ${finding}; `;
  return { name, ok: state !== 'failed', value: said + facts.join(', '), details };
}

function versions(): Check[] {
  const major = Number(process.versions.node.split('.', 1)[0]);
  return [
    { name: 'console', ok: true, value: version },
    { name: 'platform', ok: true, value: `${process.platform} ${process.arch}` },
    { name: 'runtime', ok: major >= 22, value: `Node ${process.versions.node}, V8 ${process.versions.v8}` },
  ];
}

async function electronPackage(): Promise<Check> {
  const folder = path.resolve('node_modules/electron');
  if (!existsSync(folder)) return { name: 'electron', ok: true, value: 'not installed here (headless)' };
  const electron = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  const binary = existsSync(path.join(folder, 'dist'))
    ? 'its own binary'
    : 'binary not downloaded, the development runtime is used';
  return { name: 'electron', ok: true, value: `${electron.version}, ${binary}` };
}

/** Makes an encrypted file and reads it back, as the console does. */
async function cipher(): Promise<Check> {
  const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-doctor-')).catch(() => null);
  if (folder === null) return { name: 'cipher', ok: false, value: `no file can be made in ${tmpdir()}` };
  try {
    const cache = openCache({ file: path.join(folder, 'doctor.db'), key: randomBytes(32) });
    const sqlite = cache.read.get<{ version: string }>('SELECT sqlite_version() AS version')!.version;
    const scheme = cache.read.pluck<string>('PRAGMA cipher')[0];
    cache.close();
    return { name: 'cipher', ok: scheme === 'aegis', value: `${scheme}, SQLite ${sqlite}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function freeDisk(folder: string): Promise<Check> {
  const existing = existsSync(folder) ? folder : path.dirname(path.resolve(folder));
  if (!existsSync(existing)) return { name: 'free disk', ok: false, value: `${existing} does not exist` };
  const { bavail, bsize } = await statfs(existing);
  const free = bavail * bsize;
  return { name: 'free disk', ok: free >= MIN_FREE_BYTES, value: `${(free / 1e9).toFixed(1)} GB` };
}

async function cacheFile(profile: string): Promise<Check> {
  const file = cacheFileOf(profile);
  const size = (await stat(file).catch(() => null))?.size;
  if (size === undefined) return { name: 'cache file', ok: true, value: 'none yet' };
  const handle = await open(file, 'r');
  try {
    const header = Buffer.alloc(15);
    await handle.read(header, 0, header.length, 0);
    const readable = header.toString('latin1') === 'SQLite format 3';
    return {
      name: 'cache file',
      ok: !readable && size > 0,
      value: `${(size / 1e6).toFixed(1)} MB, ${size === 0 ? 'EMPTY' : readable ? 'NOT ENCRYPTED' : 'not readable without its key'}`,
    };
  } finally {
    await handle.close();
  }
}
