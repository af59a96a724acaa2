import { Provider } from 'electron-updater';
import type { ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater';
import { resolveFiles } from 'electron-updater/out/providers/Provider.js';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import type { UpdateChannel } from '#shared/contract/updates.ts';
import { parseManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { isSigned } from './signature.ts';
import { UpdateFailure } from './update-failure.ts';

const MANIFEST_LIMIT = 256 * 1024;
const SIGNATURE_LIMIT = 1024;

/** Fetches a small file of the feed; null when there is none. @throws when it is longer than `limit` bytes, or nothing answers */
export type FetchFile = (address: URL, limit: number) => Promise<Uint8Array | null>;

export interface FeedOptions {
  /** Folder of the manifests, ending with a slash. */
  readonly folder: URL;
  readonly channel: UpdateChannel;
  /** PEM. */
  readonly publicKey: string;
  readonly fetchFile: FetchFile;
  /** How the names of packages end that this system can put in place, e.g. `.AppImage`. */
  readonly packageType: string;
}

/** A manifest as the updater wants it; what the updater calls deprecated is never read. */
export interface SignedInfo extends UpdateInfo {
  readonly files: Manifest['files'];
  readonly releaseNotes: string;
}

/**
 * Where updates come from: a manifest is believed only with its signature, and what the updater downloads and compares with its SHA-512 is
 * what that very manifest named, in memory.
 */
export class SignedFeed extends Provider<SignedInfo> {
  readonly #options: FeedOptions;

  constructor(options: FeedOptions, runtime: ProviderRuntimeOptions) {
    super(runtime);
    this.#options = options;
  }

  /** @throws UpdateFailure when there is no manifest, no signature, a wrong one, or nothing that can be read */
  async getLatestVersion(): Promise<SignedInfo> {
    const { folder, channel, publicKey, fetchFile, packageType } = this.#options;
    const name = `${this.getCustomChannelName(channel)}.yml`;
    const address = new URL(name, folder);
    const manifest = await fetchFile(address, MANIFEST_LIMIT);
    if (manifest === null) throw new UpdateFailure('feed-missing');
    const signature = await fetchFile(new URL(`${name}.sig`, folder), SIGNATURE_LIMIT);
    if (signature === null) throw new UpdateFailure('signature-missing');
    if (!isSigned(name, manifest, Buffer.from(signature).toString('latin1'), publicKey))
      throw new UpdateFailure('signature-wrong');
    try {
      return asInfo(parseManifest(Buffer.from(manifest).toString('utf8'), name, address), packageType);
    } catch (error) {
      throw new UpdateFailure('feed-unreadable', error);
    }
  }

  resolveFiles(info: SignedInfo): ResolvedUpdateFileInfo[] {
    return resolveFiles(info, this.#options.folder);
  }
}

/** @throws when there is no package for this system: the updater would take any other file for one */
function asInfo(manifest: Manifest, packageType: string): SignedInfo {
  const files = manifest.files.filter(({ url }) => url.endsWith(packageType));
  if (files.length === 0) throw new Error(`There is no ${packageType} in the manifest.`);
  const [{ url, sha512 }] = files;
  return { ...manifest, files, path: url, sha512, releaseDate: manifest.releaseDate ?? '' };
}
