import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as records } from './migrations/0010-records.ts';
import { up as feed } from './migrations/0020-feed.ts';
import { up as accounts } from './migrations/0030-accounts.ts';
import { up as privacy } from './migrations/0040-privacy.ts';
import { up as ruleChanges } from './migrations/0050-rule-changes.ts';
import { up as settlementCases } from './migrations/0060-settlement-cases.ts';
import { up as formerPseudonyms } from './migrations/0070-former-pseudonyms.ts';
import { up as slotsInFeed } from './migrations/0080-slots-in-feed.ts';
import type { Tables } from './tables.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '0010-records': { up: records },
  '0020-feed': { up: feed },
  '0030-accounts': { up: accounts },
  '0040-privacy': { up: privacy },
  '0050-rule-changes': { up: ruleChanges },
  '0060-settlement-cases': { up: settlementCases },
  '0070-former-pseudonyms': { up: formerPseudonyms },
  '0080-slots-in-feed': { up: slotsInFeed },
};

/**
 * Brings the database to the newest form, all steps in one transaction; of several hubs that start at once one does it and the others
 * wait for it.
 * @throws Error when the database has a step that this hub does not know, and what a step throws; the database is as before then
 */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  }).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new Error(
      'The database was made by another version of the hub. Nothing in it was changed; start it with the newer hub.',
      { cause: error },
    );
  }
  throw error instanceof Error ? error : new Error('The database could not be brought up to date.', { cause: error });
}
