import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authenticate, requireRole } from '#hub/auth/authenticate.ts';
import { asUser } from '#hub/db/as-user.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import type { HubLimits } from '#hub/parts.ts';
import { problemAnswer } from '#hub/problem-answers.ts';
import { type Role, roles } from '#shared/contract/method.ts';
import { hubProblemFields, PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { type AppUnderTest, codeOf, PASSWORD, startApp } from './app-under-test.ts';
import { memoryDatabase, START_TIMEOUT } from './databases.ts';
import { signedInEndpoints } from './endpoints.ts';

let database: HubDatabase;
let hub: AppUnderTest;

beforeAll(async () => {
  database = await memoryDatabase(null);
  const first = await startApp(database);
  for (const role of roles) await first.addUser(`${role}@hub.example`, role);
  await first.stop();
}, START_TIMEOUT);
afterAll(() => database.close());
beforeEach(async () => {
  hub = await startApp(database);
});
afterEach(() => hub.stop());

describe.each(signedInEndpoints)('%s %s (P1)', (method, url) => {
  it('refuses whoever has no token, a wrong one, or one that is over', async () => {
    const { access } = await hub.signIn('admin@hub.example');
    hub.clock.now += 16 * 60_000;
    const headers = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
    for (const authorization of [undefined, 'Bearer nonsense', 'Basic YTpi', `Bearer ${access}`]) {
      const answer = await hub.app.inject({
        method,
        url,
        headers: { ...headers, ...(authorization && { authorization }) },
      });
      expect(answer.statusCode).toBe(401);
      expect(codeOf(answer)).toBe('HUB_REFUSED');
    }
  });
});

describe('an answer that is no success (P5)', () => {
  it.each([
    ['an unknown path', 404, 'HUB_REFUSED', { method: 'GET', url: '/api/nothing' }],
    ['a method that the path does not know', 405, 'HUB_REFUSED', { method: 'DELETE', url: '/api/auth/sign-in' }],
    [
      'a body that is no JSON',
      400,
      'INPUT_INVALID',
      { method: 'POST', url: '/api/auth/sign-in', payload: '{"email":' },
    ],
    ['no body', 400, 'INPUT_INVALID', { method: 'POST', url: '/api/auth/sign-in' }],
    [
      'a field that is missing',
      400,
      'INPUT_INVALID',
      { method: 'POST', url: '/api/auth/sign-in', payload: '{"email":"a"}' },
    ],
    [
      'more than 1 MiB',
      413,
      'HUB_REFUSED',
      { method: 'POST', url: '/api/auth/sign-in', payload: `"${'x'.repeat(1024 * 1024)}"` },
    ],
    ['a path that cannot be decoded', 400, 'INPUT_INVALID', { method: 'GET', url: '/%E0%A4%A' }],
  ] as const)('has the hub’s form: %s', async (_what, status, code, request) => {
    const headers = 'payload' in request ? { 'content-type': 'application/json' } : {};
    const answer = await hub.app.inject({ ...request, headers });
    expect(answer.statusCode).toBe(status);
    const { error } = hubProblemFields.parse(answer.json());
    expect(error.code).toBe(code);
    expect(error.message).not.toBe('');
    expect(hub.log).toHaveLength(1);
    expect(hub.log[0]).toContain(` ${status} ${code}`);
  });

  it('names the field that does not fit', async () => {
    const answer = await hub.post('/api/auth/sign-in', { email: 'a' });
    expect(hubProblemFields.parse(answer.json()).error).toMatchObject({
      message: expect.stringContaining('password is missing') as unknown,
      details: { field: 'password' },
    });
  });

  it('says which methods a path knows', async () => {
    expect((await hub.app.inject({ method: 'PUT', url: '/healthz' })).headers.allow).toBe('GET');
  });

  it('refuses content of another kind', async () => {
    const answer = await hub.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      headers: { 'content-type': 'text/xml' },
      payload: '<a/>',
    });
    expect([answer.statusCode, codeOf(answer)]).toEqual([415, 'HUB_REFUSED']);
  });

  it('tells nothing of a fault but an id, under which the log has all of it', async () => {
    hub.app.get('/broken', () => {
      throw new Error('secret of the inside');
    });
    const answer = await hub.get('/broken?token=abc');
    expect(answer.statusCode).toBe(500);
    const { error } = hubProblemFields.parse(answer.json());
    expect(error.code).toBe('INTERNAL');
    expect(answer.body).not.toContain('secret');
    const [line, stack] = hub.log;
    expect(line).toBe('GET /broken 500 INTERNAL');
    expect(stack).toContain(String(error.details?.correlation_id));
    expect(stack).toContain('secret of the inside');
  });

  it('is FORBIDDEN where the database itself refuses', async () => {
    const principal = { id: '00000000-0000-4000-8000-000000000000', role: 'viewer' } as const;
    const refused = await asUser(database.db, principal, (tx) =>
      tx.selectFrom('hub_users').select('password_hash').execute(),
    ).catch((error: unknown) => error);
    expect(problemAnswer(refused)).toMatchObject({ status: 403, problem: { code: 'FORBIDDEN' } });
  });
});

describe('a route for some roles', () => {
  it.each([
    ['viewer', ['viewer']],
    ['auditor', ['viewer', 'auditor']],
    ['manager', ['viewer', 'manager']],
    ['admin', ['viewer', 'auditor', 'manager', 'admin']],
  ] as const)('a %s may use what is for %j', async (role, allowed) => {
    for (const needed of roles) {
      hub.app.get(
        `/for-${needed}`,
        { preParsing: authenticate(hub.parts), preHandler: requireRole(needed) },
        () => 'yes',
      );
    }
    const { access } = await hub.signIn(`${role}@hub.example`);
    for (const needed of roles) {
      const answer = await hub.get(`/for-${needed}`, access);
      if ((allowed as readonly Role[]).includes(needed)) expect(answer.body).toBe('yes');
      else expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    }
  });
});

describe('too many requests', () => {
  async function limited(limits: Partial<HubLimits>): Promise<void> {
    await hub.stop();
    hub = await startApp(database, limits);
  }

  it('of one user are refused with the time to wait, whatever the address; another user goes on', async () => {
    await limited({ requestsPerMinute: 4 });
    const viewer = await hub.signIn('viewer@hub.example');
    const admin = await hub.signIn('admin@hub.example');
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await hub.get('/api/auth/me', viewer.access)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    const answer = await hub.get('/api/communities', viewer.access);
    expect(codeOf(answer)).toBe('RATE_LIMITED');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await hub.get('/api/auth/me', admin.access)).statusCode).toBe(200);
  });

  it('without a valid token are counted by address, unknown paths among them', async () => {
    await limited({ requestsPerMinute: 3 });
    const statuses: number[] = [];
    for (const url of ['/healthz', '/api/auth/me', '/api/nothing', '/api/nothing', '/healthz']) {
      statuses.push((await hub.get(url, 'nonsense')).statusCode);
    }
    expect(statuses).toEqual([200, 401, 404, 429, 429]);
  });

  it('to sign in are fewer, and a stated address of a proxy changes nothing', async () => {
    await limited({ signInsPerMinute: 2, requestsPerMinute: 100 });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const answer = await hub.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in',
        headers: { 'x-forwarded-for': `10.0.0.${i}` },
        payload: { email: 'viewer@hub.example', password: PASSWORD },
      });
      statuses.push(answer.statusCode);
      if (i === 2) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('the headers of every answer', () => {
  it.each(['/healthz', '/api/nothing', '/api/auth/me'])(
    'of %s let no page run or frame it, and nobody keep it',
    async (url) => {
      const { headers } = await hub.get(url);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );
});
