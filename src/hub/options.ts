import { isIP } from 'node:net';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Role, roles } from '#shared/contract/method.ts';

/** A command line that cannot be carried out; the message is for the person who typed it. */
export class UsageError extends Error {}

/** How to reach the hub's data. */
export interface DataOptions {
  /** Where the hub keeps its database, secret and lock. */
  readonly data: string;
  /** PostgreSQL instead of the database in `data`. */
  readonly databaseUrl: string | undefined;
}

export interface ServeOptions extends DataOptions {
  readonly command: 'serve';
  /** 0 for any that is free. */
  readonly port: number;
  readonly host: string;
  /** How many times faster than the clock the demo community lives; null without live mode. */
  readonly liveSpeed: number | null;
  /** Files in PEM; null for plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

export interface AddUserOptions extends DataOptions {
  readonly command: 'add-user';
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Ids; all communities when empty. */
  readonly communities: readonly string[];
}

export interface GrantOptions extends DataOptions {
  readonly command: 'grant';
  readonly email: string;
  /** Ids, one or more. */
  readonly communities: readonly string[];
}

export interface ImportOptions extends DataOptions {
  readonly command: 'import';
  /** A snapshot. */
  readonly file: string;
}

export interface RestoredOptions extends DataOptions {
  readonly command: 'restored';
}

interface HelpOptions {
  readonly command: 'help';
}

export const USAGE = `Commonwatt hub

  npm run hub -- [--port 8787] [--host 127.0.0.1] [--data .hub] [--live [SPEED]] [--tls-cert FILE --tls-key FILE]
      Serves the communities. Without any it first makes a demo community and users of each role.
      --live SPEED  lets the demo community go on, SPEED times as fast as the clock (default 1)
      DATABASE_URL  in the environment: a PostgreSQL database instead of the one in --data

  npm run hub -- add-user EMAIL --role viewer|auditor|manager|admin [--name NAME] [--community ID]… [--data .hub]
      Adds a user, for all communities when none is named. The password is the first line of standard input; from a
      terminal, or with an empty line, one is drawn and printed.

  npm run hub -- grant EMAIL --community ID… [--data .hub]
      Opens further communities to a user who is there already.

  npm run hub -- import FILE.commonwatt [--data .hub]
      Stores a snapshot as a new community, all of it or nothing: the way to begin with data of your own.

  npm run hub -- restored [--data .hub]
      After the database was restored from a backup: makes every console fetch its communities anew, because what it
      knows may be newer than the backup. Decisions that wait there are kept.
`;

export type HubOptions = ServeOptions | AddUserOptions | GrantOptions | ImportOptions | RestoredOptions | HelpOptions;

const DEFAULT_DATA = '.hub';
const dataFlag = { data: { type: 'string', default: DEFAULT_DATA } } as const;

/**
 * What the command line and the environment ask for.
 * @throws UsageError when they cannot be carried out
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): HubOptions {
  const databaseUrl = environment.DATABASE_URL || undefined;
  if (args.includes('--help') || args.includes('-h')) return { command: 'help' };
  const [command] = args;
  switch (command) {
    case 'add-user':
      return addUserOptions(args.slice(1), databaseUrl);
    case 'grant':
      return grantOptions(args.slice(1), databaseUrl);
    case 'import':
      return importOptions(args.slice(1), databaseUrl);
    case 'restored':
      return restoredOptions(args.slice(1), databaseUrl);
    default:
      return serveOptions(args, databaseUrl);
  }
}

function serveOptions(args: readonly string[], databaseUrl: string | undefined): ServeOptions {
  const { values, positionals } = parsed({
    args: withLiveSpeed(args),
    options: {
      ...dataFlag,
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      live: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
    },
  });
  if (positionals.length > 0) throw new UsageError(`There is no command "${positionals[0]}".`);
  const { data, host, 'tls-cert': certFile, 'tls-key': keyFile } = values;
  const tls = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : null;
  if (tls === null && (certFile ?? keyFile) !== undefined) {
    throw new UsageError('--tls-cert and --tls-key come together: a certificate and its key.');
  }
  if (tls === null && !isLoopback(host)) {
    throw new UsageError(
      `Without a certificate the hub serves this machine alone: passwords would cross the network to ${host} in the clear. ` +
        'Give --tls-cert and --tls-key, or leave --host away and put a proxy with TLS in front.',
    );
  }
  const port = wholeNumber(values.port, '--port', 0, 65_535);
  const liveSpeed = values.live === undefined ? null : speed(values.live);
  return { command: 'serve', data, databaseUrl, port, host, liveSpeed, tls };
}

function addUserOptions(args: readonly string[], databaseUrl: string | undefined): AddUserOptions {
  const { values, positionals } = parsed({
    args: [...args],
    options: {
      ...dataFlag,
      role: { type: 'string' },
      name: { type: 'string' },
      community: { type: 'string', multiple: true, default: [] },
    },
  });
  const email = emailOf('add-user', positionals);
  const role = roles.find((each) => each === values.role);
  if (role === undefined) throw new UsageError(`--role is one of ${roles.join(', ')}.`);
  const { data, name = email, community: communities } = values;
  return { command: 'add-user', data, databaseUrl, email, name, role, communities };
}

function importOptions(args: readonly string[], databaseUrl: string | undefined): ImportOptions {
  const { values, positionals } = parsed({ args: [...args], options: dataFlag });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('import needs the FILE of one snapshot.');
  return { command: 'import', data: values.data, databaseUrl, file };
}

function restoredOptions(args: readonly string[], databaseUrl: string | undefined): RestoredOptions {
  const { values, positionals } = parsed({ args: [...args], options: dataFlag });
  if (positionals.length > 0) throw new UsageError(`restored takes no "${positionals[0]}": it is for all communities.`);
  return { command: 'restored', data: values.data, databaseUrl };
}

function grantOptions(args: readonly string[], databaseUrl: string | undefined): GrantOptions {
  const { values, positionals } = parsed({
    args: [...args],
    options: { ...dataFlag, community: { type: 'string', multiple: true, default: [] } },
  });
  const email = emailOf('grant', positionals);
  const { data, community: communities } = values;
  if (communities.length === 0) throw new UsageError('grant needs at least one --community ID.');
  return { command: 'grant', data, databaseUrl, email, communities };
}

/** The one positional argument of a command about a person. */
function emailOf(command: string, [email, ...more]: readonly string[]): string {
  if (email === undefined || more.length > 0) throw new UsageError(`${command} needs the EMAIL of one person.`);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`"${email}" is no e-mail address.`);
  return email;
}

function parsed<const T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs({ ...config, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `--live` alone as `--live=1`: the flags of `parseArgs` always or never have a value. */
function withLiveSpeed(args: readonly string[]): string[] {
  return args.map((arg, at) => {
    const hasSpeed = /^\d/.test(args[at + 1] ?? '');
    return arg === '--live' && !hasSpeed ? '--live=1' : arg;
  });
}

function speed(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--live takes how many times faster than the clock, not "${text}".`);
}

function wholeNumber(text: string, name: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${name} is a whole number from ${least} to ${most}, not "${text}".`);
}

/** Names can be made to mean anything; only `localhost` and the loopback addresses stay on this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
