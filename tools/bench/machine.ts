/// <reference path="../../src/main/engine/cache/sqlite.d.ts" />
import os from 'node:os';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { resolveElectron } from '../electron-runtime/index.ts';
import { officialVersion } from '../electron-runtime/official.ts';
import { messageOf } from '../report.ts';

/**
 * The machine and the versions that the figures were taken with, and how busy it was before.
 * @param withElectron whether a benchmark of this run starts one; only then is it looked for, and if need be fetched
 */
export async function machineLines(withElectron: boolean): Promise<string[]> {
  const processors = os.cpus();
  const sqlite = new Sqlite(':memory:');
  const version = (sqlite.prepare('SELECT sqlite_version()').pluck().get([]) as string) ?? '';
  sqlite.close();
  return [
    `${os.type()} ${os.release()} ${os.arch()}, ${processors.length} x ${processors[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}, SQLite ${version}, ${await electronVersion(withElectron)}`,
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, load before: ${os.loadavg()[0].toFixed(1)}`,
  ];
}

async function electronVersion(isUsed: boolean): Promise<string> {
  if (!isUsed) return `Electron ${officialVersion()} not used`;
  try {
    const { version } = await resolveElectron();
    return version === officialVersion() ? `Electron ${version}` : `Electron ${version} for ${officialVersion()}`;
  } catch (error) {
    return `no Electron: ${messageOf(error)}`;
  }
}
