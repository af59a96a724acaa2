import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What the build puts into the console about updates: COMMONWATT_UPDATE_URL, and the public key of COMMONWATT_UPDATE_PUBLIC_KEY or of
 * `resources/keys/update.pub` (PEM). Without both a packed console says that updates are not set up.
 *
 * @param root the repository
 * @throws for an address that is not https:, or a key that is no Ed25519 key
 */
export function updateSource(root: string, env: NodeJS.ProcessEnv): { url: string; publicKey: string } {
  const keyFile = path.join(root, 'resources/keys/update.pub');
  const url = env['COMMONWATT_UPDATE_URL'] ?? '';
  const publicKey = env['COMMONWATT_UPDATE_PUBLIC_KEY'] ?? (existsSync(keyFile) ? readFileSync(keyFile, 'utf8') : '');
  if (url !== '' && URL.parse(url)?.protocol !== 'https:')
    throw new Error('COMMONWATT_UPDATE_URL has to be an https: address.');
  if (publicKey !== '' && createPublicKey(publicKey).asymmetricKeyType !== 'ed25519')
    throw new Error('The public key for updates has to be an Ed25519 key.');
  return { url, publicKey };
}
