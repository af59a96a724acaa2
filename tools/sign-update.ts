/**
 * Signs release manifests, each into `<manifest>.sig` beside it, with the private key (PEM) in COMMONWATT_UPDATE_PRIVATE_KEY:
 *
 *   node tools/sign-update.ts dist/latest-linux.yml dist/latest.yml
 *
 * A manifest has to keep its name, which the signature covers. `openssl genpkey -algorithm ed25519` makes a private key, `openssl pkey -pubout`
 * its public half.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signManifest } from '#main/updates/signature.ts';

const key = process.env['COMMONWATT_UPDATE_PRIVATE_KEY'] ?? '';
const manifests = process.argv.slice(2);
if (key === '' || manifests.length === 0) {
  console.error('Usage: COMMONWATT_UPDATE_PRIVATE_KEY=<PEM> node tools/sign-update.ts <manifest>…');
  process.exit(2);
}
const privateKey = createPrivateKey(key);
if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('COMMONWATT_UPDATE_PRIVATE_KEY is no Ed25519 key.');
for (const file of manifests) {
  const name = path.basename(file);
  writeFileSync(`${file}.sig`, `${signManifest(name, readFileSync(file), privateKey)}\n`);
  console.log(`Signed ${name}`);
}
