import { generateKeyPairSync } from 'node:crypto';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { describe, expect, it } from 'vitest';
import { isSigned, signManifest } from '#main/updates/signature.ts';
import { SignedFeed } from '#main/updates/signed-feed.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const NAME = 'latest.yml';
const sha512 = `${'A'.repeat(86)}==`;
const lines = {
  version: 'version: 0.2.0',
  files: 'files:',
  url: '  - url: commonwatt-console-0.2.0-win-x64.exe',
  sha512: `    sha512: ${sha512}`,
  size: '    size: 1000',
};

/** A feed for Windows, whose manifest's name is the same on every architecture. */
function feed(files: Readonly<Record<string, string>>, packageType = '.exe') {
  const fetchFile = async ({ pathname }: URL) => {
    const text = files[pathname.replace('/feed/', '')];
    return text === undefined ? null : Buffer.from(text);
  };
  const folder = new URL('https://updates.example.org/feed/');
  const runtime = { isUseMultipleRangeRequest: false, platform: 'win32' } as ProviderRuntimeOptions;
  return new SignedFeed({ folder, channel: 'latest', publicKey: pem, fetchFile, packageType }, runtime);
}

const signed = (change: Partial<typeof lines> = {}, more: readonly string[] = []) => {
  const manifest = [...Object.values({ ...lines, ...change }), ...more].join('\n');
  return { [NAME]: manifest, [`${NAME}.sig`]: `${signManifest(NAME, Buffer.from(manifest), privateKey)}\n` };
};

describe('a signed feed', () => {
  it('says what a signed manifest says, with the packages beside it', async () => {
    const one = feed(signed({}, ["releaseDate: '2026-11-20T09:00:00.000Z'", 'releaseNotes: <p>New</p>']));
    const info = await one.getLatestVersion();
    expect(info).toMatchObject({ version: '0.2.0', releaseNotes: 'New', releaseDate: '2026-11-20T09:00:00.000Z' });
    expect(one.resolveFiles(info).map(({ url }) => url.href)).toEqual([
      'https://updates.example.org/feed/commonwatt-console-0.2.0-win-x64.exe',
    ]);
  });

  it('is not believed without a manifest, without a signature, or with one that is not of this manifest', async () => {
    const files = signed();
    await expect(feed({}).getLatestVersion()).rejects.toMatchObject({ problem: 'feed-missing' });
    await expect(feed({ [NAME]: files[NAME] }).getLatestVersion()).rejects.toMatchObject({
      problem: 'signature-missing',
    });
    for (const other of [
      { ...files, [NAME]: files[NAME].replace('0.2.0', '0.2.1') },
      { ...files, [`${NAME}.sig`]: '' },
      { ...files, [`${NAME}.sig`]: signManifest('latest-mac.yml', Buffer.from(files[NAME]), privateKey) },
      {
        ...files,
        [`${NAME}.sig`]: signManifest(NAME, Buffer.from(files[NAME]), generateKeyPairSync('ed25519').privateKey),
      },
    ])
      await expect(feed(other).getLatestVersion()).rejects.toMatchObject({ problem: 'signature-wrong' });
  });

  it.each([
    ['no version', { version: 'version: newest' }],
    ['a package at another address', { url: '  - url: https://example.org/console.exe' }],
    ['a package in another folder', { url: '  - url: ../console.exe' }],
    ['a package without a checksum', { sha512: '    sha2: abc' }],
    ['a package of no size', { size: '    size: 0' }],
    ['a package of another system', { url: '  - url: commonwatt-console-0.2.0.AppImage' }],
    ['no YAML', { files: 'files: [' }],
  ])('cannot be read with %s, although it is signed', async (_what, change) => {
    await expect(feed(signed(change)).getLatestVersion()).rejects.toMatchObject({ problem: 'feed-unreadable' });
  });

  it('counts no other kind of key', () => {
    const { publicKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const other = rsa.export({ type: 'spki', format: 'pem' }).toString();
    expect(() => isSigned(NAME, Buffer.from('a'), 'AAAA', other)).toThrow('no Ed25519 key');
  });
});
