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

export interface HelpOptions {
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
`;

const DEFAULT_DATA = '.hub';
const dataFlag = { data: { type: 'string', default: DEFAULT_DATA } } as const;

/**
 * What the command line and the environment ask for.
 * @throws UsageError when they cannot be carried out
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ServeOptions | AddUserOptions | HelpOptions {
  const databaseUrl = environment.DATABASE_URL || undefined;
  if (args.includes('--help') || args.includes('-h')) return { command: 'help' };
  const [command] = args;
  if (command === 'add-user') return addUserOptions(args.slice(1), databaseUrl);
  return serveOptions(args, databaseUrl);
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
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) throw new UsageError('add-user needs the EMAIL of one person.');
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`"${email}" is no e-mail address.`);
  const role = roles.find((each) => each === values.role);
  if (role === undefined) throw new UsageError(`--role is one of ${roles.join(', ')}.`);
  const { data, name = email, community: communities } = values;
  return { command: 'add-user', data, databaseUrl, email, name, role, communities };
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
