/** `npm run hub`: the entry; what it does is in `serve`, what it can be told in `options`. */
import { createInterface } from 'node:readline/promises';
import { startNewFeeds } from './db/feed.ts';
import { tidy } from './db/open-database.ts';
import { importSnapshot } from './imports/import-snapshot.ts';
import {
  type AddUserOptions,
  type GrantOptions,
  type ImportOptions,
  readOptions,
  type RestoredOptions,
  type ServeOptions,
  UsageError,
  USAGE,
} from './options.ts';
import { addUser, drawPassword, grant } from './seed/users.ts';
import { openData, serve } from './serve.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  switch (options.command) {
    case 'help':
      return say(USAGE);
    case 'add-user':
      return addOneUser(options);
    case 'grant':
      return openCommunities(options);
    case 'import':
      return importCommunity(options);
    case 'restored':
      return tellOfRestoring(options);
    case 'serve':
      return serveUntilStopped(options);
  }
}

async function serveUntilStopped(options: ServeOptions): Promise<void> {
  const { address, stop } = await serve(options, say, log);
  say(`The hub listens on ${address}`);
  say(`API documentation: ${address}/docs`);
  say('To sign in, give the console this address and the e-mail and password of a user; add users with add-user.');
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  say(`${signal}: the hub ends what it is doing and stops.`);
  await stop();
}

async function addOneUser(options: AddUserOptions): Promise<void> {
  const typed = process.stdin.isTTY ? '' : await firstLine();
  const password = typed === '' ? drawPassword() : typed;
  const { database, close } = await openData(options);
  try {
    const all = await database.db.selectFrom('communities').select('id').execute();
    if (all.length === 0) throw new Error('The hub has no community yet: start it once, then add users.');
    const communities = options.communities.length > 0 ? options.communities : all.map(({ id }) => id);
    await addUser(database.db, { ...options, password, communities });
  } finally {
    await close();
  }
  say(`Added ${options.email} with the role ${options.role}.`);
  if (typed === '') say(`The password, shown this once: ${password}`);
}

async function openCommunities(options: GrantOptions): Promise<void> {
  const { database, close } = await openData(options);
  try {
    await grant(database.db, options.email, options.communities);
  } finally {
    await close();
  }
  say(`${options.email} may now see ${options.communities.join(', ')}.`);
}

async function importCommunity(options: ImportOptions): Promise<void> {
  const { database, close } = await openData(options);
  try {
    const { community, counts } = await importSnapshot(database.db, options.file, (line) =>
      process.stderr.write(`${line}\n`),
    );
    await tidy(database);
    const user = await database.db.selectFrom('hub_users').select('id').limit(1).executeTakeFirst();
    const stored = Object.entries(counts).map(([name, count]) => `${count} ${name}s`);
    if (!user) say('The hub has no user yet: nobody can sign in.');
    say(
      `Stored ${community.name}: ${stored.join(', ')}. To give people access: npm run hub -- add-user EMAIL ` +
        `--role viewer|auditor|manager|admin --community ${community.id} --data ${options.data}`,
    );
  } finally {
    await close();
  }
}

async function tellOfRestoring(options: RestoredOptions): Promise<void> {
  const { database, close } = await openData(options);
  try {
    const count = await startNewFeeds(database.db);
    if (count === 0)
      throw new Error('The hub has no community. When it should have one, check --data or DATABASE_URL.');
    say(`Consoles fetch ${count === 1 ? 'the community' : `the ${count} communities`} of this hub anew.`);
  } finally {
    await close();
  }
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
