import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isSigned } from '#main/updates/signature.ts';
import { repositoryRoot } from '#tools/paths.ts';
import { updateSource } from '#tools/update-source.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const folder = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-source-'));
const url = 'https://updates.example.org/';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what the build knows of updates', () => {
  it('is nothing unless it is told', () => {
    expect(updateSource(folder, {})).toEqual({ url: '', publicKey: '' });
  });

  it('is the address of the environment, and the key of the environment or of the repository', () => {
    const env = { COMMONWATT_UPDATE_URL: url };
    expect(updateSource(folder, { ...env, COMMONWATT_UPDATE_PUBLIC_KEY: pem })).toEqual({ url, publicKey: pem });
    mkdirSync(path.join(folder, 'resources/keys'), { recursive: true });
    writeFileSync(path.join(folder, 'resources/keys/update.pub'), pem);
    expect(updateSource(folder, env)).toEqual({ url, publicKey: pem });
  });

  it('is neither an address without encryption nor another kind of key', () => {
    expect(() => updateSource(folder, { COMMONWATT_UPDATE_URL: 'http://updates.example.org/' })).toThrow('https:');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' });
    expect(() => updateSource(folder, { COMMONWATT_UPDATE_PUBLIC_KEY: rsa.toString() })).toThrow('Ed25519');
  });
});

it('a manifest is signed from the command line as the console checks it', () => {
  const file = path.join(folder, 'latest-linux.yml');
  writeFileSync(file, 'version: 0.2.0\n');
  execFileSync(process.execPath, [path.join(repositoryRoot, 'tools/sign-update.ts'), file], {
    env: {
      ...process.env,
      COMMONWATT_UPDATE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  });
  const signature = readFileSync(`${file}.sig`, 'utf8');
  expect(isSigned('latest-linux.yml', readFileSync(file), signature, pem)).toBe(true);
  expect(isSigned('latest.yml', readFileSync(file), signature, pem)).toBe(false);
});
