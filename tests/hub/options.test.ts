import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '#hub/options.ts';

const read = (line: string, environment = {}) => readOptions(line === '' ? [] : line.split(' '), environment);

describe('the command line of the hub', () => {
  it('serves this machine alone when nothing is said', () => {
    expect(read('')).toEqual({
      command: 'serve',
      data: '.hub',
      databaseUrl: undefined,
      port: 8787,
      host: '127.0.0.1',
      liveSpeed: null,
      tls: null,
    });
  });

  it.each([
    ['--live', 1],
    ['--live 60', 60],
    ['--live=0.5', 0.5],
    ['--live --port 0', 1],
  ])('takes %s as a speed of %d', (line, liveSpeed) => {
    expect(read(line)).toMatchObject({ liveSpeed });
  });

  it('takes the database from the environment', () => {
    expect(read('', { DATABASE_URL: 'postgres://db' })).toMatchObject({ databaseUrl: 'postgres://db' });
    expect(read('', { DATABASE_URL: '' })).toMatchObject({ databaseUrl: undefined });
  });

  it.each(['localhost', '::1', '127.0.0.1', '127.1.2.3'])('serves %s without a certificate', (host) => {
    expect(read(`--host ${host}`)).toMatchObject({ host, tls: null });
  });

  it.each(['0.0.0.0', '::', '192.168.0.4', 'hub.example', '127.0.0.1.example', '127.example'])(
    'refuses to serve %s without a certificate',
    (host) => {
      expect(() => read(`--host ${host}`)).toThrow(UsageError);
      expect(read(`--host ${host} --tls-cert c.pem --tls-key k.pem`)).toMatchObject({
        tls: { certFile: 'c.pem', keyFile: 'k.pem' },
      });
    },
  );

  it.each([
    '--tls-cert c.pem',
    '--tls-key k.pem',
    '--port 65536',
    '--port -1',
    '--port x',
    '--live=fast',
    '--live=0',
    '--nothing',
    'start',
    'add-user',
    'add-user a@b c@d --role viewer',
    'add-user a@b',
    'add-user a@b --role owner',
    'add-user nobody --role viewer',
  ])('refuses %s', (line) => {
    expect(() => read(line)).toThrow(UsageError);
  });

  it('adds a user, with the address for a name unless one is given', () => {
    expect(read('add-user a@b --role auditor --community x --community y')).toEqual({
      command: 'add-user',
      data: '.hub',
      databaseUrl: undefined,
      email: 'a@b',
      name: 'a@b',
      role: 'auditor',
      communities: ['x', 'y'],
    });
    expect(read('add-user a@b --role admin --name Ada')).toMatchObject({ name: 'Ada', communities: [] });
  });
});
