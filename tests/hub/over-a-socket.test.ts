import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '#hub/app.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { hubProblemFields } from '#shared/wire/sync.ts';
import { type AppUnderTest, PASSWORD, startApp } from './app-under-test.ts';
import { memoryDatabase, START_TIMEOUT } from './databases.ts';
import { selfSigned } from './self-signed.ts';

let database: HubDatabase;
let hub: AppUnderTest;
let address: string;

beforeAll(async () => {
  database = await memoryDatabase(null);
  hub = await startApp(database);
  await hub.addUser('viewer@hub.example', 'viewer');
  address = await hub.app.listen({ host: '127.0.0.1', port: 0 });
}, START_TIMEOUT);
afterAll(async () => {
  await hub.stop();
  await database.close();
});

describe('over a socket', () => {
  it('a request that is none gets an answer in the hub’s form too', async () => {
    const { port } = hub.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    const [head, body] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(hubProblemFields.parse(JSON.parse(body)).error.code).toBe('INPUT_INVALID');
  });

  it('a person signs in, reads, goes on and signs out', async () => {
    const ask = async (
      path: string,
      init: RequestInit = {},
    ): Promise<{ status: number; body: Record<string, string> }> => {
      const answer = await fetch(`${address}${path}`, init);
      const body = await answer.text();
      return { status: answer.status, body: (body === '' ? {} : JSON.parse(body)) as Record<string, string> };
    };
    const post = (path: string, body: object) =>
      ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const signedIn = await post('/api/auth/sign-in', { email: 'viewer@hub.example', password: PASSWORD });
    expect(signedIn.status).toBe(200);
    const refreshed = await post('/api/auth/refresh', { refresh_token: signedIn.body.refresh_token });
    expect(refreshed.status).toBe(200);
    const headers = { authorization: `Bearer ${refreshed.body.access_token}` };
    expect((await ask('/api/communities', { headers })).status).toBe(200);
    expect((await ask('/api/auth/sign-out', { method: 'POST', headers })).status).toBe(204);
    expect((await ask('/api/communities', { headers })).status).toBe(401);
  });

  it('speaks TLS with the certificate it is given, and says that it always will', async () => {
    const app = await buildApp({ ...hub.parts, secret: randomBytes(32) }, { tls: selfSigned });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      httpsRequest({ host: '127.0.0.1', servername: 'localhost', port, path: '/healthz', ca: selfSigned.cert }, resolve)
        .on('error', reject)
        .end();
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d+/);
    expect(JSON.parse(await text(answer))).toMatchObject({ status: 'ok' });
    await app.close();
  });
});
