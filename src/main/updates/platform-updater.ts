import { rm } from 'node:fs/promises';
import path from 'node:path';
import { app } from 'electron';
import { BaseUpdater, CancellationToken, MacUpdater, NsisUpdater } from 'electron-updater';
import type { AppUpdater, ProgressInfo } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import type { Release, UpdateChannel } from '#shared/contract/updates.ts';
import { isOlderVersion } from '#shared/updates/versions.ts';
import { StagedAppImageUpdater } from './app-image-updater.ts';
import { checkFile } from './checked-file.ts';
import { FeedSession } from './feed-session.ts';
import { SignedFeed } from './signed-feed.ts';
import type { SignedInfo } from './signed-feed.ts';
import type { UpdateSource } from './update-source.ts';
import { UpdateFailure } from './update-failure.ts';
import type { Found, Updater } from './updater.ts';

/** A download of which nothing comes for so long has broken off. */
const STALLED_MS = 60_000;

/** What the updater downloads on each system. */
const packageType: Readonly<Record<string, string>> = { win32: '.exe', darwin: '.zip' };

export interface PlatformUpdaterOptions {
  readonly source: UpdateSource;
  /** The AppImage that the console runs from; null on other systems than Linux. */
  readonly appImage: string | null;
  /** For what is downloaded and not yet put in place. */
  readonly folder: string;
}

/** electron-updater, kept to signed manifests and to the host of the feed. */
export class PlatformUpdater implements Updater {
  readonly #source: UpdateSource;
  readonly #updater: AppUpdater;
  readonly #session: FeedSession;
  #info: SignedInfo | null = null;
  #downloaded: string | null = null;

  constructor({ source, appImage, folder }: PlatformUpdaterOptions) {
    this.#source = source;
    this.#updater = updaterOf(appImage, folder);
    this.#session = new FeedSession(this.#updater.netSession, new URL(source.folder));
    Object.assign(this.#updater, {
      // Its lines name paths and addresses, which the log is not to have.
      logger: null,
      autoDownload: false,
      // On macOS Squirrel itself waits for the console to end; elsewhere the console says when.
      autoInstallOnAppQuit: this.#updater instanceof MacUpdater,
      allowDowngrade: false,
      disableWebInstaller: true,
      // A part of a file could be asked for at any length, and what is saved is not worth a second way of putting a file together.
      disableDifferentialDownload: true,
    });
  }

  async check(channel: UpdateChannel): Promise<Found> {
    const updater = this.#updater;
    const { publicKey, folder } = this.#source;
    const feed = {
      folder: new URL(folder),
      channel,
      publicKey,
      fetchFile: this.#session.fetchFile,
      packageType: packageType[process.platform] ?? '.AppImage',
    };
    updater.setFeedURL({
      provider: 'custom',
      updateProvider: class extends SignedFeed {
        constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
          super(feed, runtime);
        }
      },
    });
    const result = await this.#session.guard(0, () => updater.checkForUpdates());
    if (result === null) throw new UpdateFailure('unknown');
    const info = result.updateInfo as SignedInfo;
    if (isOlderVersion(info.version, app.getVersion())) return { kind: 'older', version: info.version };
    if (!result.isUpdateAvailable) return { kind: 'nothing' };
    this.#info = info;
    this.#downloaded = null;
    return { kind: 'newer', release: releaseOf(info) };
  }

  async download(onProgress: (done: number) => void, signal: AbortSignal): Promise<void> {
    const info = this.#required();
    const token = new CancellationToken();
    let isStalled = false;
    const stall = (): NodeJS.Timeout =>
      setTimeout(() => {
        isStalled = true;
        token.cancel();
      }, STALLED_MS);
    let timer = stall();
    const progressed = ({ transferred }: ProgressInfo): void => {
      clearTimeout(timer);
      timer = stall();
      onProgress(transferred);
    };
    const cancel = (): void => token.cancel();
    signal.addEventListener('abort', cancel);
    this.#updater.on('download-progress', progressed);
    try {
      const [file] = await this.#session.guard(bytesOf(info), () => this.#updater.downloadUpdate(token));
      this.#downloaded = file ?? null;
    } catch (error) {
      throw isStalled ? new UpdateFailure('interrupted', error) : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      this.#updater.off('download-progress', progressed);
    }
  }

  async prepare(): Promise<void> {
    const downloaded = this.#downloaded;
    // Squirrel on macOS has its own copy, and compares it with the signature of the console that runs.
    if (downloaded === null) return;
    const file = this.#required().files.find(({ url }) => url === path.basename(downloaded));
    if (file === undefined) throw new UpdateFailure('checksum');
    try {
      if (this.#updater instanceof StagedAppImageUpdater) await this.#updater.stage(downloaded, file.sha512);
      else await checkFile(downloaded, file.sha512);
    } catch (error) {
      // Otherwise the updater would take a file that somebody has changed for the one that it has downloaded.
      if (error instanceof UpdateFailure) await rm(downloaded, { force: true });
      throw error;
    }
  }

  install(restart: boolean): boolean {
    // The new version may be there before this one has gone, and would take itself for a second start.
    if (restart) app.releaseSingleInstanceLock();
    if (this.#updater instanceof BaseUpdater) return this.#updater.install(!restart, restart);
    if (restart) this.#updater.quitAndInstall();
    return true;
  }

  #required(): SignedInfo {
    if (this.#info === null) throw new UpdateFailure('unknown');
    return this.#info;
  }
}

function updaterOf(appImage: string | null, folder: string): AppUpdater {
  if (process.platform === 'win32') return new NsisUpdater();
  if (process.platform === 'darwin') return new MacUpdater();
  if (appImage === null) throw new UpdateFailure('unknown');
  return new StagedAppImageUpdater(appImage, folder);
}

function releaseOf(info: SignedInfo): Release {
  const published = Date.parse(info.releaseDate);
  return {
    version: info.version,
    publishedAt: Number.isNaN(published) ? null : published,
    notes: info.releaseNotes,
    bytes: bytesOf(info),
  };
}

/** Bytes of the longest of the packages that the updater may choose from, by architecture. */
function bytesOf({ files }: SignedInfo): number {
  return Math.max(...files.map(({ size }) => size));
}
