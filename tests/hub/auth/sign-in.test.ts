import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HubDatabase, openHubDatabase } from '#hub/db/open-database.ts';
import { hubAccountFields, tokensFields } from '#shared/wire/sync.ts';
import { type AppUnderTest, codeOf, PASSWORD, startApp } from '../app-under-test.ts';
import { START_TIMEOUT } from '../databases.ts';
import { type RealPostgres, startPostgres } from '../real-postgres.ts';

// Attempts at once are at once here alone: PGlite has one connection.
let postgres: RealPostgres;
let database: HubDatabase;
let hub: AppUnderTest;
const EMAIL = 'manager@sonnenhang.example';
const MINUTE = 60_000;

beforeAll(async () => {
  postgres = await startPostgres();
  database = await openHubDatabase({ databaseUrl: await postgres.createDatabase('sign_in') });
  await database.db
    .insertInto('communities')
    .values(
      ['b', 'a'].map((id) => ({
        id,
        name: `Community ${id}`,
        description: '',
        district: '',
        postcode_zone: '',
        created_at: new Date(0),
        is_active: true,
        time_zone: 'UTC',
        currency: 'EUR',
        country: null,
        boundary: 'null',
        market: JSON.stringify({ mechanism: 'uniform-price', slot_minutes: 15, price_floor: -1, price_cap: 1 }),
        is_demo: false,
        has_simulated_trades: false,
      })),
    )
    .execute();
}, START_TIMEOUT);
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

beforeEach(async () => {
  hub = await startApp(database);
  await database.db.deleteFrom('hub_users').execute();
  await hub.addUser(EMAIL, 'manager', ['a', 'b']);
  return () => hub.stop();
});

const signIn = (password: string, email = EMAIL) => hub.post('/api/auth/sign-in', { email, password });

/** The outcomes of the audit entries of a user's sign-ins, oldest first. */
async function audited(id: string): Promise<string[]> {
  const rows = await database.db
    .selectFrom('audit_log')
    .select(['action', 'outcome'])
    .where('user_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ action, outcome }) => `${action} ${outcome}`);
}

async function userId(): Promise<string> {
  const row = await database.db
    .selectFrom('hub_users')
    .select('id')
    .where('email', '=', EMAIL)
    .executeTakeFirstOrThrow();
  return row.id;
}

describe('signing in', () => {
  it('answers with tokens, who it is and the communities by name', async () => {
    const answer = await signIn(PASSWORD);
    expect(answer.statusCode).toBe(200);
    const { user, communities, expires_in: expiresIn } = tokensFields.parse(answer.json());
    expect(user).toEqual({ id: await userId(), email: EMAIL, name: EMAIL, role: 'manager' });
    expect(communities.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(expiresIn).toBe(15 * 60);
    expect(await audited(await userId())).toEqual(['auth.sign-in succeeded']);
  });

  it('does not care how the e-mail is capitalised', async () => {
    expect((await signIn(PASSWORD, ' MANAGER@Sonnenhang.example')).statusCode).toBe(200);
  });

  it('tells a wrong password, an unknown e-mail and a closed account in the same words', async () => {
    const wrong = await signIn('not the password');
    const unknown = await signIn(PASSWORD, 'nobody@sonnenhang.example');
    await database.db.updateTable('hub_users').set({ is_active: false }).execute();
    const closed = await signIn(PASSWORD);
    expect(wrong.statusCode).toBe(401);
    expect(codeOf(wrong)).toBe('HUB_REFUSED');
    for (const answer of [unknown, closed]) {
      expect(answer.statusCode).toBe(401);
      expect(answer.body).toBe(wrong.body);
    }
  });

  it('leaves no e-mail that nobody has in the audit log, and neither password nor token in log or audit', async () => {
    const { refresh, access } = await hub.signIn(EMAIL);
    await signIn('hunter2 hunter2', 'typed-a-secret-here');
    await hub.post('/api/auth/refresh', { refresh_token: 'made up' });
    const entries = await database.db.selectFrom('audit_log').selectAll().execute();
    const written = JSON.stringify(entries) + hub.log.join('\n');
    expect(hub.log.length).toBeGreaterThanOrEqual(2);
    for (const secret of ['hunter2', 'typed-a-secret-here', PASSWORD, refresh, access, 'made up']) {
      expect(written).not.toContain(secret);
    }
  });

  it('stores a refresh token as its hash only', async () => {
    const { refresh } = await hub.signIn(EMAIL);
    const rows = await database.db.selectFrom('refresh_tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(refresh);
    expect(Buffer.from(refresh, 'base64url')).toHaveLength(32);
  });
});

describe('wrong passwords in a row', () => {
  async function fail(times: number): Promise<void> {
    for (let i = 0; i < times; i++) expect((await signIn('not the password')).statusCode).toBe(401);
  }

  it('lock the account, which even the right password does not open before the time is over', async () => {
    await fail(4);
    const locking = await signIn('not the password');
    expect(locking.statusCode).toBe(429);
    expect(codeOf(locking)).toBe('RATE_LIMITED');
    expect(locking.headers['retry-after']).toBe('300');
    hub.clock.now += 2 * MINUTE;
    const early = await signIn(PASSWORD);
    expect(early.statusCode).toBe(429);
    expect(early.headers['retry-after']).toBe('180');
    hub.clock.now += 3 * MINUTE;
    expect((await signIn(PASSWORD)).statusCode).toBe(200);
    expect(await audited(await userId())).toEqual([
      ...Array.from({ length: 4 }, () => 'auth.sign-in failed'),
      'auth.sign-in locked',
      'auth.sign-in locked',
      'auth.sign-in succeeded',
    ]);
  });

  it('lock it twice as long each time, and no longer than a day', async () => {
    const locks: number[] = [];
    for (let round = 0; round < 11; round++) {
      await fail(4);
      const { headers } = await signIn('not the password');
      locks.push(Number(headers['retry-after']) / 60);
      hub.clock.now += Number(headers['retry-after']) * 1000;
    }
    expect(locks).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]);
  });

  it('are forgotten after the right one', async () => {
    await fail(4);
    expect((await signIn(PASSWORD)).statusCode).toBe(200);
    await fail(4);
    expect((await signIn(PASSWORD)).statusCode).toBe(200);
  });

  it('count when they all come at once: no more are looked at than the lock allows', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('not the password')));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(8);
    const user = await database.db.selectFrom('hub_users').select('failed_attempts').executeTakeFirstOrThrow();
    expect(user.failed_attempts).toBe(5);
  });
});

describe('who is signed in', () => {
  it('is told with the role of this moment', async () => {
    const { access } = await hub.signIn(EMAIL);
    expect(hubAccountFields.parse((await hub.get('/api/auth/me', access)).json()).user.role).toBe('manager');
    await database.db.updateTable('hub_users').set({ role: 'viewer' }).execute();
    expect(hubAccountFields.parse((await hub.get('/api/auth/me', access)).json()).user.role).toBe('viewer');
  });

  it('is nobody once the account is closed', async () => {
    const { access, refresh } = await hub.signIn(EMAIL);
    await database.db.updateTable('hub_users').set({ is_active: false }).execute();
    expect((await hub.get('/api/auth/me', access)).statusCode).toBe(401);
    expect((await hub.post('/api/auth/refresh', { refresh_token: refresh })).statusCode).toBe(401);
  });

  it('is nobody once the access token is over', async () => {
    const { access } = await hub.signIn(EMAIL);
    hub.clock.now += 15 * MINUTE - 1000;
    expect((await hub.get('/api/auth/me', access)).statusCode).toBe(200);
    hub.clock.now += 2000;
    const answer = await hub.get('/api/auth/me', access);
    expect(answer.statusCode).toBe(401);
    expect(codeOf(answer)).toBe('HUB_REFUSED');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('is nobody with a token that this hub has not signed', async () => {
    const other = await startApp(database);
    const { access } = await other.signIn(EMAIL);
    await other.stop();
    const [header, claims] = access.split('.');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`;
    for (const token of [access, unsigned, `${header}.${claims}.`, 'nonsense', '']) {
      expect((await hub.get('/api/auth/me', token)).statusCode).toBe(401);
    }
  });

  it('is nobody after signing out, and the refresh token is good no more', async () => {
    const { access, refresh } = await hub.signIn(EMAIL);
    const elsewhere = await hub.signIn(EMAIL);
    expect((await hub.post('/api/auth/sign-out', undefined, access)).statusCode).toBe(204);
    expect((await hub.get('/api/auth/me', access)).statusCode).toBe(401);
    expect((await hub.post('/api/auth/refresh', { refresh_token: refresh })).statusCode).toBe(401);
    // Another sign-in of the same person goes on.
    expect((await hub.get('/api/auth/me', elsewhere.access)).statusCode).toBe(200);
    expect((await audited(await userId())).at(-1)).toBe('auth.sign-out succeeded');
  });
});
