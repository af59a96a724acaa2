// `node tools/release-fixture.ts`: keeps a small cache of the schema as it is now, so that later versions prove that they can still bring
// it up to date. To be run at each release; what it writes to tests/fixtures/releases is committed and never made again.
//
//   node tools/release-fixture.ts             the newest schema version
//   node tools/release-fixture.ts VERSION...  older ones, for releases that were made before there was this tool
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openReadOnly } from '#engine/cache/open.ts';
import { latestVersion } from '#engine/cache/migrate.ts';
import { migrations } from '#engine/cache/migrations/index.ts';
import { copyIntoOlderSchema } from './release-fixture/older-schema.ts';
import { readReleaseKeys, releaseFile } from './release-fixture/release-keys.ts';
import { clearOldReadings, makeRepresentativeCache } from './release-fixture/representative-cache.ts';
import { reportStep, runTool } from './report.ts';

/** The schema version since which data are cleared. */
const RETENTION = 130;

await runTool(async () => {
  const asked = process.argv.slice(2).map(Number);
  const versions = asked.length > 0 ? asked : [latestVersion()];
  const unknown = versions.find((version) => migrations.every((step) => step.version !== version));
  if (unknown !== undefined) throw new Error(`There is no schema version ${unknown}.`);
  const kept = versions.find((version) => existsSync(releaseFile(version)));
  if (kept !== undefined)
    throw new Error(`The cache of version ${kept} is kept already: a released one is never made again.`);
  const keys = readReleaseKeys();
  const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-release-'));
  try {
    const file = await makeRepresentativeCache(folder, keys);
    const keep = async (version: number): Promise<void> => {
      const made = path.join(folder, `${version}.db`);
      const newest = openReadOnly({ file, key: keys.key });
      copyIntoOlderSchema(newest.read, made, keys.key, version);
      newest.close();
      await copyFile(made, releaseFile(version));
      const { size } = await stat(made);
      reportStep(`${path.basename(releaseFile(version))}: ${Math.ceil(size / 1024)} KiB`);
    };
    for (const version of versions.filter((one) => one < RETENTION)) await keep(version);
    await clearOldReadings(file, keys);
    for (const version of versions.filter((one) => one >= RETENTION)) await keep(version);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
});
