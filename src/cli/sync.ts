import { recorded } from '#engine/audit/recorded.ts';
import type { EngineContext } from '#engine/context.ts';
import { nextToSend } from '#engine/outbox/sending.ts';
import { connectHub, signInAgain } from '#engine/sync/connect.ts';
import { readConnection } from '#engine/sync/connection.ts';
import { parseAddress } from '#engine/sync/hub-client.ts';
import { keepMonths } from '#engine/sync/keep-months.ts';
import { type LoopState, syncStatus } from '#engine/sync/status.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { windowMonths } from '#shared/domain/raw-window.ts';
import { accessCache, cacheFlags, readSecret } from './cache-access.ts';
import { exitCode, parseFlags, required, UsageError, type CommandIo } from './command.ts';

interface HubFlags {
  readonly hub?: string | undefined;
  readonly email?: string | undefined;
  readonly 'password-file'?: string | undefined;
  readonly 'keep-months'?: string | undefined;
}

/** After a new generation what was accepted is sent once more, and a decision may be made meanwhile: more rounds than that go nowhere. */
const MAX_ROUNDS = 3;

/**
 * `sync --profile DIR [--passphrase-file F] [--hub URL --email E --password-file F] [--keep-months N|all] [--json]`: connects the profile to a hub unless it is
 * connected, sends what waits, fetches what is new, and prints how it stands. Fails (1) unless everything is up to date: a decision that
 * was refused or conflicts, a community that stands still, a hub that cannot be reached, each after one try.
 */
export async function runSync(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    ...cacheFlags,
    hub: { type: 'string' },
    email: { type: 'string' },
    'password-file': { type: 'string' },
    'keep-months': { type: 'string' },
    json: { type: 'boolean' },
  });
  required('--profile', flags.profile);
  const access = await accessCache(flags, io, flags.hub === undefined ? 'refuse' : 'create');
  const { context } = access;
  try {
    const months = monthsOf(flags['keep-months']);
    if (!(await connect(context, flags, months ?? null, io))) return exitCode.finding;
    if (months !== undefined) await keepEverywhere(context, months);
    await runRounds(context);
    const password = flags['password-file'];
    if (context.sync.state.halt === 'sign-in-needed' && password !== undefined) {
      const { sync, cache } = context;
      const secret = await readSecret('--password-file', password);
      await recorded('sync.signIn', {}, context, () => signInAgain(cache, secret, sync.closing, () => sync.stop()));
      await runRounds(context);
    }
    return report(context, flags.json === true, io);
  } finally {
    await access.close();
  }
}

/** Returns whether the profile is connected; a hub that cannot be reached is told on stderr. */
async function connect(
  context: EngineContext,
  flags: HubFlags,
  months: number | null,
  io: CommandIo,
): Promise<boolean> {
  const { cache, sync } = context;
  const connection = readConnection(cache.read);
  if (connection) {
    if (flags.hub !== undefined && parseAddress(flags.hub) !== connection.address)
      throw new UsageError(`--hub ${flags.hub}: this profile is connected to ${connection.address}`);
    return true;
  }
  const address = required('--hub', flags.hub);
  const email = required('--email', flags.email);
  const password = await readSecret('--password-file', required('--password-file', flags['password-file']));
  try {
    await recorded('sync.connect', { address }, context, () =>
      connectHub(cache, { address, email, password, keepMonths: months }, sync.closing),
    );
    return true;
  } catch (error) {
    if (!(error instanceof Failure && error.retryable)) throw error;
    io.stderr(`${error.message} ${error.remedy}`.trim() + '\n');
    return false;
  }
}

/** Months of single records as they are written; undefined when nothing is said of them. */
function monthsOf(text: string | undefined): number | null | undefined {
  if (text === undefined || text === 'all') return text === undefined ? undefined : null;
  const months = windowMonths.find((one) => String(one) === text);
  if (months === undefined) throw new UsageError(`--keep-months ${text}: none of ${windowMonths.join(', ')}, all`);
  return months;
}

/** Chooses the same for every community of the hub that is here. */
async function keepEverywhere(context: EngineContext, months: number | null): Promise<void> {
  const { cache, sync } = context;
  for (const { communityId, keepMonths: before } of syncStatus(cache.read, sync.state).communities) {
    if (before === months) continue;
    await recorded('sync.keepMonths', { communityId, months }, context, () =>
      keepMonths(cache.write, communityId, months, Date.now()),
    );
  }
}

async function runRounds({ cache, sync }: EngineContext): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await sync.once();
    if (!sync.state.isConnected || nextToSend(cache.read, 0, Date.now(), 1).length === 0) return;
  }
}

function report({ cache, sync }: EngineContext, json: boolean, io: CommandIo): number {
  const loop = sync.state;
  const status = syncStatus(cache.read, loop);
  const { sent, accepted, refused, conflict: conflicts } = sync.pushed;
  const { waiting } = status.outbox;
  const communities = status.communities.map(({ communityId, name, completeAt, rawFrom }) => ({
    id: communityId,
    name,
    complete_at: completeAt === null ? null : new Date(completeAt).toISOString(),
    changes: loop.communities.get(communityId)?.changes ?? 0,
    raw_from: rawFrom === null ? null : new Date(rawFrom).toISOString(),
  }));
  const outcome = { state: status.state, communities, sent, accepted, refused, conflicts, waiting };
  io.stdout(json ? `${JSON.stringify(outcome)}\n` : lines(outcome));
  for (const problem of problems(status, loop)) io.stderr(`${problem}\n`);
  return status.state === 'up-to-date' ? exitCode.fine : exitCode.finding;
}

interface Outcome {
  readonly state: string;
  readonly communities: readonly {
    readonly name: string;
    readonly complete_at: string | null;
    readonly changes: number;
    /** Of the time before there are totals only; null where every record is here. */
    readonly raw_from: string | null;
  }[];
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly conflicts: number;
  readonly waiting: number;
}

function lines({ state, communities, ...counts }: Outcome): string {
  const copies = communities.map(
    ({ name, complete_at, changes, raw_from }) =>
      `${name}: ${complete_at === null ? 'not complete yet' : `complete as of ${complete_at}`}, ${changes} changes${raw_from === null ? '' : `, single records since ${raw_from}, totals before`}\n`,
  );
  const { sent, accepted, refused, conflicts, waiting } = counts;
  return `${copies.join('')}decisions: ${sent} sent, ${accepted} accepted, ${refused} refused, ${conflicts} conflicts, ${waiting} waiting\n${state}\n`;
}

/** What a person has to know beside the counts. */
function problems({ problem, communities, outbox }: SyncStatus, { halt }: LoopState): string[] {
  const all = [problem, ...communities.map((community) => community.problem), outbox.failing?.problem ?? null];
  const said = all.filter((one) => one !== null).map(({ message, remedy }) => `${message} ${remedy}`.trim());
  return halt === 'sign-in-needed' ? [...said, 'Give --password-file to sign in again.'] : said;
}
