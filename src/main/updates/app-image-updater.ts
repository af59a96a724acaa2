import { spawn } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { AppImageUpdater } from 'electron-updater';
import type { InstallOptions } from 'electron-updater/out/BaseUpdater.js';
import { DownloadedUpdateHelper } from 'electron-updater/out/DownloadedUpdateHelper.js';
import { appImagePlace, stageAppImage } from './checked-file.ts';

/**
 * electron-updater deletes the old AppImage before it moves the new one, so that a full disk leaves none. Here the new one lies ready beside
 * it, and a rename takes the old one's place.
 */
export class StagedAppImageUpdater extends AppImageUpdater {
  readonly #appImage: string;
  #staged: string | null = null;

  /**
   * @param appImage the file that the console runs from; the environment's APPIMAGE names it too
   * @param folder where downloads lie until they are put in place
   */
  constructor(appImage: string, folder: string) {
    super();
    this.#appImage = appImage;
    this.downloadedUpdateHelper = new DownloadedUpdateHelper(folder);
    // Whether there are updates at all is the policy's to decide, for a console that is not packed too.
    this.forceDevUpdateConfig = true;
  }

  /** Puts the download beside the old file, as `stageAppImage`. */
  async stage(downloaded: string, sha512: string): Promise<void> {
    this.#staged = await stageAppImage(downloaded, this.#appImage, sha512);
  }

  override doInstall({ isForceRunAfter }: InstallOptions): boolean {
    const downloaded = this.installerPath;
    if (this.#staged === null || downloaded === null) return false;
    const place = appImagePlace(this.#appImage, downloaded);
    renameSync(this.#staged, place);
    this.#staged = null;
    if (place !== this.#appImage) rmSync(this.#appImage, { force: true });
    rmSync(downloaded, { force: true });
    if (isForceRunAfter) start(place);
    return true;
  }
}

/** Starts the new console, which goes on when this one has ended. */
function start(appImage: string): void {
  const env = { ...process.env, APPIMAGE_SILENT_INSTALL: 'true' };
  const started = spawn(appImage, [], { detached: true, stdio: 'ignore', env });
  started.on('error', () => undefined);
  started.unref();
}
