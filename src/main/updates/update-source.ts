import type { OffReason } from '#shared/contract/updates.ts';
import type { Policy } from './policy.ts';

/** Where updates come from, and who signs them. */
export interface UpdateSource {
  /** Address of the folder with the manifests; ends with a slash. */
  readonly folder: string;
  /** Ed25519, PEM (SPKI). */
  readonly publicKey: string;
}

/** Whether this console updates itself, and from where. */
export type UpdateDecision =
  | { readonly state: 'on' | 'manual'; readonly source: UpdateSource }
  | { readonly state: 'off'; readonly reason: OffReason };

export interface DecisionParts {
  readonly policy: Policy;
  /** What the build knows; either may be empty. */
  readonly builtIn: { readonly url: string; readonly publicKey: string };
  readonly isRelease: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** What kind of Linux package it is (`deb`, `rpm`, `pacman`), as electron-builder writes it down; null for others. */
  readonly packageType: string | null;
}

/**
 * Decides once, at the start. A console that is not packed follows COMMONWATT_UPDATE_URL and COMMONWATT_UPDATE_PUBLIC_KEY, so that updates can
 * be tried; a packed one has no such door.
 */
export function decideUpdates(parts: DecisionParts): UpdateDecision {
  const { policy, isRelease, platform, env, packageType } = parts;
  if (policy.state === 'broken') return { state: 'off', reason: 'broken-policy' };
  if (policy.state === 'set' && policy.updates === 'off') return { state: 'off', reason: 'managed' };
  if (!isRelease && (env['COMMONWATT_UPDATE_URL'] ?? '') === '') return { state: 'off', reason: 'not-packaged' };
  if (platform === 'linux' && (env['APPIMAGE'] ?? '') === '')
    return { state: 'off', reason: packageType === null ? 'by-hand' : 'package-manager' };
  const source = sourceOf(parts);
  if (source === null) return { state: 'off', reason: 'not-set-up' };
  return { state: policy.state === 'set' && policy.updates === 'manual' ? 'manual' : 'on', source };
}

function sourceOf({ policy, builtIn, isRelease, env }: DecisionParts): UpdateSource | null {
  const url = isRelease ? builtIn.url : (env['COMMONWATT_UPDATE_URL'] ?? '');
  const publicKey = isRelease ? builtIn.publicKey : (env['COMMONWATT_UPDATE_PUBLIC_KEY'] ?? '');
  const folder = folderOf((policy.state === 'set' && policy.updateUrl) || url, isRelease);
  return folder === null || publicKey === '' ? null : { folder, publicKey };
}

/** The folder behind an address; null for one that is not encrypted, which only a test on this machine may use. */
function folderOf(address: string, isRelease: boolean): string | null {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return null;
  if (url.protocol !== 'https:' && (isRelease || url.protocol !== 'http:' || url.hostname !== '127.0.0.1')) return null;
  return `${url.origin}${url.pathname.replace(/\/?$/, '/')}`;
}
