import type { Kysely } from 'kysely';
import { DEFAULT_SLOT_MINUTES, MINUTE } from '#shared/domain/slots.ts';
import { type HubDatabase, tidy } from './db/open-database.ts';
import type { Tables } from './db/tables.ts';
import { DEMO, type DemoOptions, seedDemo } from './seed/demo.ts';
import { addDemoUsers, drawPassword } from './seed/users.ts';

const SLOT_LENGTH = DEFAULT_SLOT_MINUTES * MINUTE;

/**
 * Gives a hub without any community the demo community, and a hub without any user some of each role for it. Their password is told once
 * and kept nowhere.
 * @param now epoch milliseconds
 */
export async function prepareFirstStart(
  database: HubDatabase,
  now: number,
  say: (line: string) => void,
  demo: Omit<DemoOptions, 'until'> = DEMO,
): Promise<void> {
  const { db } = database;
  if (!(await hasRows(db, 'communities'))) {
    say(`There is no community yet: inventing one with ${demo.members} members and ${demo.days} days.`);
    const until = Math.floor(now / SLOT_LENGTH) * SLOT_LENGTH;
    await seedDemo(db, { ...demo, until }, (day) => say(`  day ${day} of ${demo.days}`));
    await tidy(database);
  }
  if (await hasRows(db, 'hub_users')) return;
  const community = await db
    .selectFrom('communities')
    .select(['id', 'name'])
    .where('is_demo', '=', true)
    .executeTakeFirst();
  if (!community) return say('There is no user yet. Add one: npm run hub -- add-user EMAIL --role admin');
  const password = drawPassword();
  const emails = await addDemoUsers(db, community.id, password);
  say(`Users of ${community.name}: ${emails.join(', ')}`);
  say(`Their password, shown this once: ${password}`);
}

async function hasRows(db: Kysely<Tables>, table: 'communities' | 'hub_users'): Promise<boolean> {
  return (await db.selectFrom(table).select('id').limit(1).executeTakeFirst()) !== undefined;
}
