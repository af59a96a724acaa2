import { randomBytes } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Role } from '#shared/contract/method.ts';
import { buildApp } from '#hub/app.ts';
import { hashPassword } from '#hub/auth/passwords.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { FeedSignals } from '#hub/feed-signals.ts';
import { DEFAULT_LIMITS, type HubLimits, type HubParts } from '#hub/parts.ts';
import { CHEAP } from './password-cost.ts';

export const PASSWORD = 'a long enough password';

/** The hub's app in this process, with a clock that the test turns and a log that it reads. */
export interface AppUnderTest {
  readonly app: FastifyInstance;
  readonly parts: HubParts;
  readonly database: HubDatabase;
  readonly clock: { now: number };
  readonly log: string[];
  /** A user with PASSWORD; returns the id. */
  addUser(email: string, role: Role, communities?: readonly string[]): Promise<string>;
  /** Signs in with PASSWORD; returns the answer's tokens. */
  signIn(email: string): Promise<{ readonly access: string; readonly refresh: string }>;
  get(url: string, access?: string): Promise<LightMyRequestResponse>;
  post(url: string, body?: object, access?: string): Promise<LightMyRequestResponse>;
  stop(): Promise<void>;
}

/** Starts it over `database`, which stays open when it stops. */
export async function startApp(database: HubDatabase, limits: Partial<HubLimits> = {}): Promise<AppUnderTest> {
  const clock = { now: Date.UTC(2026, 5, 1, 12) };
  const log: string[] = [];
  const parts: HubParts = {
    db: database.db,
    secret: randomBytes(32),
    signals: new FeedSignals(),
    now: () => clock.now,
    log: (line) => void log.push(line),
    limits: { ...DEFAULT_LIMITS, signInsPerMinute: 1000, requestsPerMinute: 10_000, ...limits },
  };
  const app = await buildApp(parts);
  const bearer = (access?: string) => (access === undefined ? {} : { authorization: `Bearer ${access}` });
  const post: AppUnderTest['post'] = (url, body, access) =>
    app.inject({ method: 'POST', url, headers: bearer(access), ...(body === undefined ? {} : { payload: body }) });
  return {
    app,
    parts,
    database,
    clock,
    log,
    post,
    get: (url, access) => app.inject({ method: 'GET', url, headers: bearer(access) }),
    addUser: async (email, role, communities = []) => {
      const { id } = await database.db
        .insertInto('hub_users')
        .values({ email, name: email, role, password_hash: await hashPassword(PASSWORD, CHEAP) })
        .returning('id')
        .executeTakeFirstOrThrow();
      for (const communityId of communities) {
        await database.db
          .insertInto('hub_user_communities')
          .values({ user_id: id, community_id: communityId })
          .execute();
      }
      return id;
    },
    signIn: async (email) => {
      const answer = await post('/api/auth/sign-in', { email, password: PASSWORD });
      if (answer.statusCode !== 200) throw new Error(`Sign-in of ${email}: ${answer.body}`);
      const { access_token: access, refresh_token: refresh } = answer.json<Record<string, string>>();
      return { access, refresh };
    },
    stop: () => app.close(),
  };
}

/** The code of a problem (PROTOCOL.md P5). */
export function codeOf(answer: LightMyRequestResponse): string {
  return answer.json<{ error: { code: string } }>().error.code;
}
