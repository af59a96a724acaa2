import { describe, expect, it } from 'vitest';
import type { Policy } from '#main/updates/policy.ts';
import { decideUpdates } from '#main/updates/update-source.ts';
import type { DecisionParts } from '#main/updates/update-source.ts';

const release: DecisionParts = {
  policy: { state: 'none' },
  builtIn: { url: 'https://updates.example.org/console', publicKey: 'PEM' },
  isRelease: true,
  platform: 'linux',
  env: { APPIMAGE: '/home/ada/console.AppImage' },
  packageType: null,
};
const decide = (change: Partial<DecisionParts>) => decideUpdates({ ...release, ...change });
const set = (updates: 'off' | 'manual' | 'on', updateUrl: string | null = null): Policy => ({
  state: 'set',
  updates,
  updateUrl,
});

describe('a packed console', () => {
  it('updates itself from where its build says', () => {
    expect(decide({})).toEqual({
      state: 'on',
      source: { folder: 'https://updates.example.org/console/', publicKey: 'PEM' },
    });
  });

  it.each([
    ['managed', { policy: set('off') }],
    ['broken-policy', { policy: { state: 'broken' } }],
    ['not-set-up', { builtIn: { url: '', publicKey: 'PEM' } }],
    ['not-set-up', { builtIn: { ...release.builtIn, publicKey: '' } }],
    ['not-set-up', { builtIn: { url: 'http://updates.example.org', publicKey: 'PEM' } }],
    ['not-set-up', { builtIn: { url: 'https://ada:secret@updates.example.org', publicKey: 'PEM' } }],
    ['package-manager', { env: {}, packageType: 'deb' }],
    ['by-hand', { env: {} }],
  ] as const)('says "%s" when that keeps it from doing so', (reason, change) => {
    expect(decide(change)).toEqual({ state: 'off', reason });
  });

  it('follows the administrator in when to look and where, but not in whose signature counts', () => {
    expect(decide({ policy: set('manual', 'https://inside.example.org/cw/') })).toEqual({
      state: 'manual',
      source: { folder: 'https://inside.example.org/cw/', publicKey: 'PEM' },
    });
  });

  it('does not hear what the environment says, nor speak to this machine without encryption', () => {
    const env = {
      ...release.env,
      COMMONWATT_UPDATE_URL: 'https://elsewhere.example.org',
      COMMONWATT_UPDATE_PUBLIC_KEY: 'another',
    };
    expect(decide({ env })).toEqual(decide({}));
    expect(decide({ builtIn: { url: 'http://127.0.0.1:8080/', publicKey: 'PEM' } }).state).toBe('off');
  });
});

describe('a console that is not packed', () => {
  const sources = { ...release, isRelease: false };

  it('does not update itself', () => {
    expect(decideUpdates(sources)).toEqual({ state: 'off', reason: 'not-packaged' });
  });

  it('can be tried with a server on this machine and a key of its own', () => {
    const env = {
      ...release.env,
      COMMONWATT_UPDATE_URL: 'http://127.0.0.1:8080/feed',
      COMMONWATT_UPDATE_PUBLIC_KEY: 'K',
    };
    expect(decideUpdates({ ...sources, env })).toEqual({
      state: 'on',
      source: { folder: 'http://127.0.0.1:8080/feed/', publicKey: 'K' },
    });
  });
});
