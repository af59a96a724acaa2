import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Failure } from '#shared/contract/errors.ts';
import { HubClient, parseAddress } from '#engine/sync/hub-client.ts';
import { HubFailure } from '#engine/sync/hub-failure.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { problemBody, type Reply, scriptedHub } from '../fixtures/scripted-hub.ts';

const account = { user: { email: 'a@example.org', name: 'A', role: 'viewer' }, communities: [] };

async function hubFailure(work: Promise<unknown>): Promise<HubFailure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof HubFailure) return error;
  if (error instanceof Error) throw error;
  throw new Error('There was no failure.');
}

describe('the address of a hub', () => {
  it.each([
    ['https://hub.example.org', 'https://hub.example.org'],
    [' HTTPS://Hub.Example.org:443/ ', 'https://hub.example.org'],
    ['https://hub.example.org:8443', 'https://hub.example.org:8443'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['http://127.0.0.1:8787/', 'http://127.0.0.1:8787'],
    ['http://127.3.4.5', 'http://127.3.4.5'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
  ])('%s is %s', (text, origin) => {
    expect(parseAddress(text)).toBe(origin);
  });

  it.each([
    '',
    'hub.example.org',
    'localhost:8787',
    'ftp://hub.example.org',
    'file:///etc/hosts',
    'http://hub.example.org',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://0.0.0.0:8787',
    'http://[::ffff:7f00:1]',
    'https://admin:secret@hub.example.org',
    'https://hub.example.org/api',
    'https://hub.example.org/?a=1',
    'https://hub.example.org/#x',
  ])('is refused when it is "%s"', (text) => {
    const failure = failureOf(() => parseAddress(text));
    expect(failure.code).toBe('INPUT_INVALID');
    expect(failure.message).not.toContain('secret');
  });
});

describe('signing in', () => {
  it('gives the tokens and who it is', async () => {
    const hub = await scriptedHub({
      answer: () => ({ body: { ...account, access_token: 'a', expires_in: 60, refresh_token: 'r' } }),
    });
    const signedIn = await HubClient.signIn(hub.address, { email: 'a@example.org', password: 'a secret' });
    expect(signedIn).toMatchObject({ user: account.user, refresh_token: 'r' });
    expect(hub.requests).toMatchObject([
      { method: 'POST', path: '/api/auth/sign-in', body: '{"email":"a@example.org","password":"a secret"}' },
    ]);
  });

  it('fails with what the hub says when e-mail or password are wrong', async () => {
    const hub = await scriptedHub({
      answer: () => ({ status: 401, body: problemBody('HUB_REFUSED', 'Wrong e-mail or password.') }),
    });
    const failure = await hubFailure(HubClient.signIn(hub.address, { email: 'a@example.org', password: 'a secret' }));
    expect(failure).toMatchObject({ code: 'HUB_REFUSED', status: 401, details: undefined });
    expect(failure.message).toContain('Wrong e-mail or password.');
    expect(failure.message).not.toContain('a secret');
  });
});

describe('tokens', () => {
  it('are exchanged before the first request, and the new refresh token is kept before the access token is used (P3)', async () => {
    const keptWhenAsked: (string | null | undefined)[] = [];
    const hub = await scriptedHub({
      answer: (): Reply => {
        keptWhenAsked.push(hub.kept.at(-1));
        return { body: account };
      },
    });
    await hub.client.account();
    await hub.client.account();
    expect(hub.refreshes).toEqual(['refresh-0']);
    expect(keptWhenAsked).toEqual(['refresh-1', 'refresh-1']);
    expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1', 'Bearer access-1']);
    expect(hub.requests[0].headers['commonwatt-protocol']).toBe('1');
  });

  it('are not used when the new refresh token could not be kept', async () => {
    const hub = await scriptedHub({ answer: () => ({ body: account }) });
    const client = new HubClient({
      address: hub.address,
      tokens: {
        read: () => 'refresh-0',
        keep: () => {
          throw new Failure('DISK_FULL', 'The disk is full.');
        },
      },
    });
    await expect(client.account()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(hub.requests).toEqual([]);
  });

  it('are exchanged once for all that wait for them', async () => {
    const hub = await scriptedHub({ answer: () => ({ body: account }) });
    await Promise.all([hub.client.account(), hub.client.account(), hub.client.account()]);
    expect(hub.refreshes).toEqual(['refresh-0']);
    expect(hub.requests).toHaveLength(3);
  });

  it('are exchanged once more after a 401, and the request is repeated (P2)', async () => {
    const hub = await scriptedHub({
      answer: ({ headers }) =>
        headers.authorization === 'Bearer access-1'
          ? { status: 401, body: problemBody('HUB_REFUSED') }
          : { body: account },
    });
    expect((await hub.client.account()).user.name).toBe('A');
    expect(hub.refreshes).toEqual(['refresh-0', 'refresh-1']);
  });

  it('that end soon are renewed without asking with them in vain', async () => {
    const hub = await scriptedHub({ expiresIn: 1, answer: () => ({ body: account }) });
    await hub.client.account();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await hub.client.account();
    expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1', 'Bearer access-2']);
  });

  it('ask for a sign-in when a fresh one is refused too', async () => {
    const hub = await scriptedHub({ answer: () => ({ status: 401, body: problemBody('HUB_REFUSED') }) });
    const failure = await hubFailure(hub.client.account());
    expect(failure).toMatchObject({ code: 'HUB_REFUSED', details: { signIn: true }, retryable: false });
    expect(hub.requests).toHaveLength(2);
  });

  it('ask for a sign-in when the refresh token is refused, and it is forgotten', async () => {
    const hub = await scriptedHub({
      answer: () => ({ body: account }),
      refresh: () => ({ status: 401, body: problemBody('HUB_REFUSED') }),
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({ details: { signIn: true } });
    expect(hub.kept.at(-1)).toBeNull();
    expect(await hubFailure(hub.client.account())).toMatchObject({ details: { signIn: true } });
    expect(hub.refreshes).toEqual(['refresh-0']);
    expect(hub.requests).toEqual([]);
  });

  it('stay when a refresh fails for another reason', async () => {
    let isDown = true;
    const hub = await scriptedHub({
      answer: () => ({ body: account }),
      refresh: () =>
        isDown
          ? { status: 503, headers: { 'retry-after': '7' }, body: problemBody('HUB_REFUSED') }
          : { body: { ...account, access_token: 'x', expires_in: 60, refresh_token: 'refresh-9' } },
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({ retryable: true, retryAfterMs: 7000 });
    isDown = false;
    await hub.client.account();
    expect(hub.refreshes).toEqual(['refresh-0', 'refresh-0']);
    expect(hub.kept.at(-1)).toBe('refresh-9');
  });

  it('reach the one who waits although another one has left', async () => {
    let release = (): void => undefined;
    const isAsked = Promise.withResolvers<void>();
    const hub = await scriptedHub({
      answer: () => ({ body: account }),
      refresh: () => {
        isAsked.resolve();
        return new Promise((resolve) => {
          release = () => resolve({ body: { ...account, access_token: 'x', expires_in: 60, refresh_token: 'r' } });
        });
      },
    });
    const leaving = new AbortController();
    const left = hub.client.account(leaving.signal);
    const staying = hub.client.account();
    await isAsked.promise;
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    release();
    expect((await staying).user.name).toBe('A');
    expect(hub.refreshes).toHaveLength(1);
  });

  it('are given up at the hub and here by signing out, also when the hub does not answer', async () => {
    const hub = await scriptedHub({ answer: () => ({ status: 204 }) });
    await hub.client.signOut();
    expect(hub.requests).toMatchObject([
      {
        path: '/api/auth/sign-out',
        headers: { authorization: 'Bearer access-1' },
      },
    ]);
    expect(hub.kept.at(-1)).toBeNull();
    const silent = await scriptedHub({ answer: () => ({ status: 500 }) });
    await silent.client.signOut();
    expect(silent.kept.at(-1)).toBeNull();
  });
});

describe('a refusal', () => {
  it.each<[number, string, string, boolean]>([
    [403, 'FORBIDDEN', 'FORBIDDEN', false],
    [404, 'HUB_REFUSED', 'HUB_REFUSED', false],
    [409, 'HUB_REFUSED', 'VERSION_CONFLICT', false],
    [410, 'RESYNC_REQUIRED', 'RESYNC_REQUIRED', false],
    [426, 'CLIENT_TOO_OLD', 'CLIENT_TOO_OLD', false],
    [429, 'RATE_LIMITED', 'RATE_LIMITED', true],
    [400, 'INPUT_INVALID', 'INPUT_INVALID', false],
    [422, 'INSUFFICIENT_BALANCE', 'INSUFFICIENT_BALANCE', false],
    [418, 'NO_SUCH_CODE', 'HUB_REFUSED', false],
    [500, 'INTERNAL', 'HUB_REFUSED', true],
    [500, 'CACHE_CORRUPT', 'HUB_REFUSED', true],
    [503, 'RATE_LIMITED', 'RATE_LIMITED', true],
  ])('of %i with %s is %s', async (status, code, expected, retryable) => {
    const hub = await scriptedHub({ answer: () => ({ status, body: problemBody(code, 'Because.', 'Ask again.') }) });
    const failure = await hubFailure(hub.client.account());
    expect(failure).toMatchObject({ code: expected, status, retryable, remedy: 'Ask again.' });
    expect(failure.message).toContain('Because.');
    expect(failure.message).toContain('Nothing on this desk was lost.');
  });

  it('without a body that can be read is told by its status', async () => {
    const hub = await scriptedHub({ answer: () => ({ status: 502, body: '<html>Bad gateway</html>' }) });
    const failure = await hubFailure(hub.client.account());
    expect(failure).toMatchObject({ code: 'HUB_REFUSED', status: 502, retryable: true });
    expect(failure.message).not.toContain('<html>');
  });

  it.each([
    ['3', 3000],
    ['0', 0],
    ['9999999', 3_600_000],
    ['soon', null],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('with Retry-After "%s" says to wait %s ms', async (header, expected) => {
    const hub = await scriptedHub({ answer: () => ({ status: 429, headers: { 'retry-after': header }, body: '' }) });
    expect((await hubFailure(hub.client.account())).retryAfterMs).toBe(expected);
  });
});

describe('an answer', () => {
  it('of another form names its field and is not tried again', async () => {
    const hub = await scriptedHub({ answer: () => ({ body: { user: { email: 'a', name: 'A', role: 'king' } } }) });
    expect(await hubFailure(hub.client.account())).toMatchObject({
      code: 'INPUT_INVALID',
      retryable: false,
      details: { field: 'user.role' },
    });
  });

  it.each(['<html>Please log in</html>', '{"user": {"email": "a', ''])(
    'of "%s" is no answer of a hub',
    async (body) => {
      const hub = await scriptedHub({ answer: () => ({ body }) });
      expect(await hubFailure(hub.client.account())).toMatchObject({ code: 'HUB_REFUSED', retryable: true });
    },
  );

  it('with damaged text is refused', async () => {
    const hub = await scriptedHub({
      answer: () => ({ raw: (response) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22])) }),
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({ code: 'HUB_REFUSED', retryable: true });
  });

  it('that leads elsewhere is not followed', async () => {
    const other = await scriptedHub({ answer: () => ({ body: account }) });
    const hub = await scriptedHub({
      answer: () => ({ status: 307, headers: { location: `${other.address}/api/auth/me` } }),
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({ code: 'HUB_REFUSED', status: 307 });
    expect(other.requests).toEqual([]);
  });

  it('that breaks off in its body counts as a cut connection', async () => {
    const hub = await scriptedHub({
      answer: () => ({
        raw: (response) => {
          response.writeHead(200, { 'content-length': '1000' }).write('{"user"');
          setTimeout(() => response.destroy(), 20);
        },
      }),
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({
      code: 'NETWORK_FAILURE',
      status: null,
      retryable: true,
    });
  });

  it('that is larger than any answer is not read to its end', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ');
    const hub = await scriptedHub({
      answer: () => ({
        raw: (response) => {
          const more = (): void => {
            while (!response.destroyed && response.write(piece));
          };
          response.on('drain', more).writeHead(200);
          more();
        },
      }),
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({ code: 'HUB_REFUSED', retryable: false });
  });

  it('may come compressed, and is not read to its end when it unfolds to more than any answer (P8)', async () => {
    const packed: Record<string, Buffer> = {
      small: zlib.zstdCompressSync(JSON.stringify(account)),
      large: zlib.zstdCompressSync(Buffer.alloc(65 * 1024 * 1024, ' ')),
    };
    let which = 'small';
    const hub = await scriptedHub({
      answer: () => ({
        raw: (response) => void response.writeHead(200, { 'content-encoding': 'zstd' }).end(packed[which]),
      }),
    });
    expect(await hub.client.account()).toMatchObject({ user: account.user });
    which = 'large';
    expect(await hubFailure(hub.client.account())).toMatchObject({ code: 'HUB_REFUSED', retryable: false });
    expect(hub.requests[0].headers['accept-encoding']).toBe('zstd, gzip');
  });

  it('may take longer than the limit as long as bytes come (P7)', async () => {
    const text = JSON.stringify(account);
    const hub = await scriptedHub({
      timeoutMs: 400,
      answer: () => ({
        raw: (response) => {
          response.writeHead(200);
          let at = 0;
          const timer = setInterval(() => {
            response.write(text.slice(at, (at += 12)));
            if (at < text.length) return;
            clearInterval(timer);
            response.end();
          }, 100);
        },
      }),
    });
    expect((await hub.client.account()).user.name).toBe('A');
  });

  it.each(['at all', 'after its beginning'])('that does not come %s is given up (P7)', async (when) => {
    const hub = await scriptedHub({
      timeoutMs: 100,
      answer: () => ({ raw: (response) => void (when === 'at all' || response.writeHead(200).write('{')) }),
    });
    expect(await hubFailure(hub.client.account())).toMatchObject({ code: 'API_TIMEOUT', retryable: true });
  });

  it('is not waited for any more when it is stopped', async () => {
    const stop = new AbortController();
    const hub = await scriptedHub({
      answer: () => ({ raw: () => stop.abort() }),
    });
    await expect(hub.client.account(stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('does not come from where nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const tokens = { read: () => 'refresh-0', keep: () => undefined };
    const failure = await hubFailure(new HubClient({ address: `http://127.0.0.1:${port}`, tokens }).account());
    expect(failure).toMatchObject({ code: 'HUB_UNREACHABLE', retryable: true });
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('does not come from what speaks another language', async () => {
    const server = createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const tokens = { read: () => 'refresh-0', keep: () => undefined };
    const client = new HubClient({ address: `http://127.0.0.1:${port}`, tokens });
    expect(await hubFailure(client.account())).toMatchObject({ code: 'HUB_UNREACHABLE', retryable: true });
  });
});

describe('commands', () => {
  it('go as one batch, and their results come back in integer units', async () => {
    const hub = await scriptedHub({
      answer: () => ({ body: { results: [{ key: 'key-00001', outcome: 'accepted', position: 17 }] } }),
    });
    const command = { key: 'key-00001', kind: 'offer.place' };
    expect(await hub.client.send([command])).toEqual([{ key: 'key-00001', outcome: 'accepted', position: 17 }]);
    expect(hub.requests).toMatchObject([
      { method: 'POST', path: '/api/commands', body: JSON.stringify({ commands: [command] }) },
    ]);
  });
});

describe('live events', () => {
  const stream = (write: (send: (text: string) => void, end: () => void) => void): Reply => ({
    raw: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      write(
        (text) => response.write(text),
        () => response.end(),
      );
    },
  });
  const event = (position: number, community = 'c 1'): string =>
    `event: change\nid: ${position}\ndata: ${JSON.stringify({ community_id: community, position })}\n\n`;
  const collect = async (events: AsyncGenerator<number>): Promise<number[]> => {
    const positions: number[] = [];
    for await (const position of events) positions.push(position);
    return positions;
  };

  it('tell the positions of the community, from the last one that was heard of (E1, E2)', async () => {
    const hub = await scriptedHub({
      answer: () =>
        stream((send, end) => {
          const text = `: hello\n\n${event(8)}event: news\ndata: x\n\n${event(9, 'another')}${event(12)}`;
          // In pieces that break lines, as networks do.
          send(text.slice(0, 30));
          setTimeout(() => {
            send(text.slice(30));
            end();
          }, 20);
        }),
    });
    expect(await collect(hub.client.events('c 1', 7))).toEqual([8, 12]);
    expect(hub.requests[0]).toMatchObject({ path: '/api/events', headers: { 'last-event-id': '7' } });
    expect(hub.requests[0].query.get('community')).toBe('c 1');
  });

  it('that stop are given up (E3)', async () => {
    const hub = await scriptedHub({ silenceMs: 100, answer: () => stream((send) => send(event(8))) });
    const events = hub.client.events('c 1', 7);
    expect((await events.next()).value).toBe(8);
    expect(await hubFailure(events.next())).toMatchObject({ code: 'REALTIME_LOST', retryable: true });
  });

  it('are kept alive by comments', async () => {
    const hub = await scriptedHub({
      silenceMs: 300,
      answer: () =>
        stream((send, end) => {
          let count = 0;
          const timer = setInterval(() => {
            send(': still here\n\n');
            if (++count < 8) return;
            clearInterval(timer);
            send(event(9));
            end();
          }, 80);
        }),
    });
    expect(await collect(hub.client.events('c 1', 7))).toEqual([9]);
  });

  it('that cannot be read are refused', async () => {
    const hub = await scriptedHub({
      answer: () => stream((send) => send('event: change\ndata: {"community_id"\n\n')),
    });
    expect(await hubFailure(collect(hub.client.events('c 1', 7)))).toMatchObject({ code: 'HUB_REFUSED' });
  });

  it('without an end cannot fill the memory', async () => {
    const hub = await scriptedHub({
      answer: () => stream((send) => send(`data: ${'x'.repeat(100_000)}`)),
    });
    expect(await hubFailure(collect(hub.client.events('c 1', 7)))).toMatchObject({ code: 'HUB_REFUSED' });
  });

  it('close their connection when nobody listens any more', async () => {
    const closed = Promise.withResolvers<void>();
    const hub = await scriptedHub({
      answer: () => ({
        raw: (response) => {
          response.on('close', () => closed.resolve());
          response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(8));
        },
      }),
    });
    const events = hub.client.events('c 1', 7);
    await events.next();
    await events.return();
    await expect(closed.promise).resolves.toBeUndefined();
  });

  it('are no stream when something else comes', async () => {
    const hub = await scriptedHub({ answer: () => ({ body: account }) });
    expect(await hubFailure(collect(hub.client.events('c 1', 7)))).toMatchObject({ code: 'HUB_REFUSED' });
  });
});
