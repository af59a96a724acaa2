import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHubDatabase } from '#hub/db/open-database.ts';
import { type AppUnderTest, codeOf, startApp } from '../app-under-test.ts';
import { START_TIMEOUT } from '../databases.ts';
import { type RealPostgres, startPostgres } from '../real-postgres.ts';

// Two refreshes at once are at once here alone: PGlite has one connection.
let postgres: RealPostgres;
let hub: AppUnderTest;
const EMAIL = 'viewer@sonnenhang.example';
const DAY = 24 * 3_600_000;

beforeAll(async () => {
  postgres = await startPostgres();
  hub = await startApp(await openHubDatabase({ databaseUrl: await postgres.createDatabase('refresh') }));
  await hub.addUser(EMAIL, 'viewer');
}, START_TIMEOUT);
afterAll(async () => {
  await hub.stop();
  await hub.database.close();
  await postgres.stop();
});

interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

let first: Tokens;
beforeEach(async () => {
  first = await hub.signIn(EMAIL);
});

/** The tokens that a refresh token is exchanged for, or the status of the refusal. */
async function exchange(refreshToken: string): Promise<Tokens | number> {
  const answer = await hub.post('/api/auth/refresh', { refresh_token: refreshToken });
  if (answer.statusCode !== 200) {
    expect(codeOf(answer)).toBe('HUB_REFUSED');
    return answer.statusCode;
  }
  const { access_token: access, refresh_token: refresh } = answer.json<Record<string, string>>();
  return { access, refresh };
}

async function mustExchange(refreshToken: string): Promise<Tokens> {
  const tokens = await exchange(refreshToken);
  if (typeof tokens === 'number') throw new Error(`refused with ${tokens}`);
  return tokens;
}

const seen = async (access: string) => (await hub.get('/api/auth/me', access)).statusCode;

function familyOf({ access }: Tokens): string {
  return hub.app.jwt.decode<{ sid: string }>(access)?.sid ?? '';
}

async function revocations(): Promise<number> {
  const { count } = await hub.database.db
    .selectFrom('audit_log')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('action', '=', 'auth.refresh')
    .where('outcome', '=', 'revoked')
    .executeTakeFirstOrThrow();
  return count;
}

describe('a refresh (P3)', () => {
  it('replaces the refresh token, again and again', async () => {
    let tokens = first;
    for (let i = 0; i < 4; i++) {
      const next = await mustExchange(tokens.refresh);
      expect(next.refresh).not.toBe(tokens.refresh);
      expect(await seen(next.access)).toBe(200);
      tokens = next;
    }
  });

  it('may be repeated when its answer was lost: the sign-in goes on with the later answer', async () => {
    const lost = await mustExchange(first.refresh);
    const again = await mustExchange(first.refresh);
    expect(again.refresh).not.toBe(lost.refresh);
    const next = await mustExchange(again.refresh);
    expect(await seen(next.access)).toBe(200);
  });

  it('ends the whole sign-in when a token comes whose successor has been used', async () => {
    const second = await mustExchange(first.refresh);
    const third = await mustExchange(second.refresh);
    const before = await revocations();
    expect(await exchange(first.refresh)).toBe(401);
    expect(await exchange(third.refresh)).toBe(401);
    expect(await exchange(second.refresh)).toBe(401);
    for (const { access } of [first, second, third]) expect(await seen(access)).toBe(401);
    expect(await revocations()).toBe(before + 1);
  });

  it('ends the whole sign-in when the owner comes with what a thief’s refresh has replaced', async () => {
    const owners = await mustExchange(first.refresh);
    const thiefs = await mustExchange(first.refresh);
    expect(await exchange(owners.refresh)).toBe(401);
    expect(await exchange(thiefs.refresh)).toBe(401);
    expect(await seen(thiefs.access)).toBe(401);
  });

  it('leaves other sign-ins of the same person alone', async () => {
    const other = await hub.signIn(EMAIL);
    const second = await mustExchange(first.refresh);
    await mustExchange(second.refresh);
    expect(await exchange(first.refresh)).toBe(401);
    expect(await seen(other.access)).toBe(200);
    await mustExchange(other.refresh);
  });

  it('does not fork when several come at once: one of the answers goes on', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => mustExchange(first.refresh)));
    expect(new Set(answers.map(({ refresh }) => refresh)).size).toBe(8);
    const alive = await hub.database.db
      .selectFrom('refresh_tokens')
      .select('token_hash')
      .where('family', '=', familyOf(first))
      .where('revoked_at', 'is', null)
      .where('used_at', 'is', null)
      .execute();
    expect(alive).toHaveLength(1);
  });

  it('is refused with a token that nobody was given, and after its days', async () => {
    expect(await exchange('x'.repeat(43))).toBe(401);
    hub.clock.now += 30 * DAY + 1000;
    expect(await exchange(first.refresh)).toBe(401);
  });

  it('forgets tokens that are over, at the next sign-in', async () => {
    hub.clock.now += 31 * DAY;
    await hub.signIn(EMAIL);
    const rows = await hub.database.db.selectFrom('refresh_tokens').select('expires_at').execute();
    expect(rows).toHaveLength(1);
  });
});
