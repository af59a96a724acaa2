import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signManifest } from '#main/updates/signature.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;

/** What a release of the test is; everything is as it should be unless it says otherwise. */
export interface TestRelease {
  readonly version?: string;
  readonly stagingPercentage?: number;
  /** Whose signature lies beside the manifest. */
  readonly signedBy?: 'publisher' | 'stranger' | 'nobody';
  /** What is served is not what the manifest names: changed in one place, longer, or of a length that is not said. */
  readonly served?: 'changed' | 'longer' | 'without-length';
  /** The connection breaks, or nothing more comes, in the middle of the package. */
  readonly stopsHalfWay?: 'breaks' | 'stalls';
  /** The manifest, or the package, is said to be at another host. */
  readonly movedTo?: { readonly what: 'manifest' | 'package'; readonly address: string };
}

export interface UpdateServer {
  readonly url: string;
  /** PEM. */
  readonly publicKey: string;
  /** The package of the release: a program that leaves a mark beside itself when it is started. */
  readonly content: Buffer;
  /** Paths that were asked for. */
  readonly requests: string[];
  /** Puts a release into the feed; null takes everything out. */
  offer(release: TestRelease | null): void;
  close(): Promise<void>;
}

/** A real server of updates: manifest, signature and package as `electron-builder` and `tools/sign-update.ts` make them. */
export async function openUpdateServer(): Promise<UpdateServer> {
  const content = Buffer.concat([
    Buffer.from('#!/bin/sh\necho started > "$(dirname "$0")/started"\nexit 0\n'),
    Buffer.alloc(3_000_000, '#'),
  ]);
  const requests: string[] = [];
  let offered: TestRelease | null = null;

  const server = createServer((request, response) => {
    const path = URL.parse(request.url ?? '', 'http://127.0.0.1')?.pathname ?? '';
    requests.push(path);
    const name = path.replace('/feed/', '');
    const manifestName = `latest-linux${process.arch === 'x64' ? '' : `-${process.arch}`}.yml`;
    if (offered === null || !path.startsWith('/feed/')) return refuse(response);
    const manifest = Buffer.from(manifestOf(offered, content));
    const { signedBy = 'publisher', movedTo } = offered;
    const what = name === manifestName ? 'manifest' : 'package';
    if (movedTo?.what === what) return void response.writeHead(302, { location: movedTo.address }).end();
    if (name === manifestName) return void response.end(manifest);
    if (name === `${manifestName}.sig` && signedBy !== 'nobody')
      return void response.end(signManifest(manifestName, manifest, signedBy === 'publisher' ? privateKey : stranger));
    if (name === packageOf(offered)) return sendPackage(response, offered, content);
    refuse(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/feed/`,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    content,
    requests,
    offer: (release) => (offered = release),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function packageOf({ version = '9.1.0' }: TestRelease): string {
  return `commonwatt-console-${version}.AppImage`;
}

function manifestOf(release: TestRelease, content: Buffer): string {
  const { version = '9.1.0', stagingPercentage } = release;
  const sha512 = createHash('sha512').update(content).digest('base64');
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${packageOf(release)}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${packageOf(release)}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-20T09:00:00.000Z'",
    'releaseNotes: "<h2>What is new</h2><ul><li>Faster <b>ledger</b></li></ul><script>alert(1)</script>"',
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
    '',
  ].join('\n');
}

function sendPackage(response: ServerResponse, { served, stopsHalfWay }: TestRelease, content: Buffer): void {
  const body = served === 'longer' ? Buffer.concat([content, content]) : Buffer.from(content);
  if (served === 'changed') body[body.length - 1] ^= 1;
  response.writeHead(200, served === 'without-length' ? {} : { 'content-length': body.length });
  if (stopsHalfWay !== undefined) {
    response.write(content.subarray(0, content.length / 2));
    if (stopsHalfWay === 'breaks') setTimeout(() => response.destroy(), 200);
    return;
  }
  response.end(body);
}

function refuse(response: ServerResponse): void {
  response.writeHead(404).end();
}
