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
    'import',
    'import a.commonwatt b.commonwatt',
    'import a.commonwatt --port 1',
    'restored community',
    'grant a@b',
    'grant --community x',
    'grant nobody --community x',
  ])('refuses %s', (line) => {
    expect(() => read(line)).toThrow(UsageError);
  });

  it('imports a snapshot and takes note of a restore, in the same data as it serves', () => {
    const DATABASE_URL = 'postgres://db';
    expect(read('import a.commonwatt --data d', { DATABASE_URL })).toEqual({
      command: 'import',
      file: 'a.commonwatt',
      data: 'd',
      databaseUrl: DATABASE_URL,
    });
    expect(read('grant a@b --community x')).toEqual({
      command: 'grant',
      email: 'a@b',
      communities: ['x'],
      data: '.hub',
      databaseUrl: undefined,
    });
    expect(read('restored')).toEqual({ command: 'restored', data: '.hub', databaseUrl: undefined });
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
