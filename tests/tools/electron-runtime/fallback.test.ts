import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ensureFallbackRuntime } from '#tools/electron-runtime/fallback.ts';
import type { FallbackSteps } from '#tools/electron-runtime/fallback.ts';
import { temporaryFolder, tinyRuntime } from './runtime-fixture.ts';
import type { TinyRuntime } from './runtime-fixture.ts';

vi.mock(import('#tools/report.ts'), async (original) => ({ ...(await original()), reportStep: () => undefined }));

/** Building steps with the tiny package and without fuses, which only a real Electron has. */
function stepsWith(tiny: TinyRuntime): FallbackSteps {
  return { fetchPackage: tiny.fetchPackage, setFuses: async () => undefined };
}

describe('the fallback runtime', () => {
  it('holds the runtime’s files, the executable named electron, and the shim app', async () => {
    const tiny = await tinyRuntime();
    const executable = await ensureFallbackRuntime(tiny.runtime, await temporaryFolder(), stepsWith(tiny));
    const folder = path.dirname(executable);
    expect((await readdir(folder)).toSorted()).toEqual(['complete.json', 'electron', 'locales', 'resources']);
    expect(await readdir(path.join(folder, 'resources', 'app'))).toEqual(['main.js', 'package.json']);
    expect((await stat(executable)).mode & 0o111).toBe(0o111);
    expect(path.basename(folder)).toMatch(/^9\.9\.9-[0-9a-f]{12}$/);
  });

  it('is downloaded once', async () => {
    const tiny = await tinyRuntime();
    const cache = await temporaryFolder();
    const first = await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny));
    const second = await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny));
    expect(second).toBe(first);
    expect(tiny.fetched()).toBe(1);
  });

  it('is built once when it is asked for several times at once', async () => {
    const tiny = await tinyRuntime();
    const cache = await temporaryFolder();
    const ask = async (): Promise<string> => await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny));
    const executables = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(executables).size).toBe(1);
    expect(tiny.fetched()).toBe(1);
    expect(await readdir(cache)).toEqual([path.basename(path.dirname(executables[0] ?? ''))]);
  });

  it('is built anew when its folder is only half there', async () => {
    const tiny = await tinyRuntime();
    const cache = await temporaryFolder();
    const executable = await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny));
    await rm(path.join(path.dirname(executable), 'complete.json'));
    await writeFile(executable, 'half');
    await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny));
    expect(await readFile(executable, 'utf8')).toContain('echo started');
    expect(tiny.fetched()).toBe(2);
  });

  it('never uses, and clears away, what an interrupted build left', async () => {
    const tiny = await tinyRuntime();
    const cache = await temporaryFolder();
    const name = path.basename(path.dirname(await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny))));
    await rm(path.join(cache, name), { recursive: true });
    const interrupted = path.join(cache, `${name}.building-abc`, 'runtime');
    await mkdir(interrupted, { recursive: true });
    await writeFile(path.join(interrupted, 'electron'), 'half');
    const executable = await ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny));
    expect(await readFile(executable, 'utf8')).toContain('echo started');
    expect(await readdir(cache)).toEqual([name]);
  });

  it('leaves nothing behind when its package does not match the pinned checksum', async () => {
    const tiny = await tinyRuntime();
    const cache = await temporaryFolder();
    await writeFile(tiny.tarball, 'something else');
    await expect(ensureFallbackRuntime(tiny.runtime, cache, stepsWith(tiny))).rejects.toThrow('checksum');
    expect(await readdir(cache)).toEqual([]);
  });

  it('is not there when setting it up fails half-way', async () => {
    const tiny = await tinyRuntime();
    const cache = await temporaryFolder();
    const steps: FallbackSteps = {
      fetchPackage: tiny.fetchPackage,
      setFuses: async (executable) => {
        expect(existsSync(executable)).toBe(true);
        throw new Error('no fuses');
      },
    };
    await expect(ensureFallbackRuntime(tiny.runtime, cache, steps)).rejects.toThrow('no fuses');
    expect(await readdir(cache)).toEqual([]);
  });
});
