import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBoundaryBreaches } from '#tools/import-boundaries.ts';
import { repositoryRoot } from '#tools/paths.ts';

/** The breaches of one made-up file. */
function breaches(file: string, text: string): string[] {
  return findBoundaryBreaches([{ path: file, text }]);
}

describe('the sources', () => {
  it('hold every import boundary', () => {
    const files = readdirSync(path.join(repositoryRoot, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => ({
        path: path.posix.join('src', file.split(path.sep).join('/')),
        text: readFileSync(path.join(repositoryRoot, 'src', file), 'utf8'),
      }));
    expect(files.length).toBeGreaterThan(0);
    expect(findBoundaryBreaches(files)).toEqual([]);
  });
});

describe('the check', () => {
  it.each([
    ['src/shared/domain/a.ts', "import { z } from 'zod';"],
    ['src/shared/domain/a.ts', "import { b } from '../market/b.ts';"],
    ['src/shared/domain/a.ts', "import { b } from '#shared/market/b.ts';"],
    ['src/renderer/pages/a.tsx', "import { useState } from 'react';"],
    ['src/renderer/i18n/a.ts', "import en from '../../../resources/locales/en/common.json';"],
    ['src/preload/index.ts', "import { ipcRenderer } from 'electron';"],
    ['src/main/bridge/router.ts', "import { ipcMain } from 'electron';"],
    ['src/main/app/windows.ts', "import { lock } from '#main/keystore/lock.ts';"],
    ['src/main/app/a.ts', "import type { IpcMainInvokeEvent } from 'electron';"],
    ['src/main/engine-host/start.ts', "import type { Message } from '#engine/protocol.ts';"],
    ['src/main/engine/cache/open.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/cli/index.ts', "import { open } from '#engine/cache/open.ts';"],
    ['src/cli/key.ts', "import { unwrap } from '#main/keystore/envelope.ts';"],
  ])('accepts in %s: %s', (file, text) => {
    expect(breaches(file, text)).toEqual([]);
  });

  it.each([
    ['src/shared/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/shared/a.ts', "import path from 'path';"],
    ['src/shared/a.ts', "import { app } from 'electron';"],
    ['src/shared/a.ts', "import dayjs from 'dayjs';"],
    ['src/shared/a.ts', "import type { Cache } from '#engine/cache/open.ts';"],
    ['src/shared/a.ts', "export * from '../main/engine/router.ts';"],
    ['src/renderer/a.tsx', "import { readFile } from 'node:fs/promises';"],
    ['src/renderer/a.tsx', "import { ipcRenderer } from 'electron';"],
    ['src/renderer/a.tsx', "import { router } from '#engine/router.ts';"],
    ['src/renderer/a.tsx', "const engine = await import('#engine/router.ts');"],
    ['src/renderer/pages/a.tsx', "import { lock } from '../../main/keystore/lock.ts';"],
    ['src/preload/index.ts', "import { router } from '#main/bridge/router.ts';"],
    ['src/preload/index.ts', "import fs from 'node:fs';"],
    ['src/main/app/a.ts', "import { Page } from '#renderer/pages/page.tsx';"],
    ['src/main/app/a.ts', "import { router } from '#engine/router.ts';"],
    ['src/main/app/a.ts', "import { ipcMain } from 'electron';"],
    ['src/main/app/a.ts', "import { ipcMain as channels } from 'electron';"],
    ['src/main/app/a.ts', "export { ipcMain } from 'electron';"],
    ['src/main/app/a.ts', "import * as electron from 'electron';"],
    ['src/main/engine/a.ts', "import { app } from 'electron';"],
    ['src/main/engine/a.ts', "import type { App } from 'electron';"],
    ['src/main/engine/a.ts', "import { windows } from '../app/windows.ts';"],
    ['src/main/engine/a.ts', "import { unwrap } from '#main/keystore/envelope.ts';"],
    ['src/cli/a.ts', "import { windows } from '#main/app/windows.ts';"],
    ['src/cli/a.ts', "import { Page } from '#renderer/pages/page.tsx';"],
    ['src/hub/a.ts', "import { open } from '#engine/cache/open.ts';"],
  ])('catches in %s: %s', (file, text) => {
    expect(breaches(file, text)).toHaveLength(1);
  });

  it('names the file, the line and the rule', () => {
    expect(breaches('src/shared/a.ts', "import { z } from 'zod';\nimport fs from 'node:fs';\n")).toEqual([
      'src/shared/a.ts:2 imports node:fs: shared runs without Node.',
    ]);
  });

  it('finds Electron behind several imports of a program that runs without it', () => {
    const files = [
      { path: 'src/cli/index.ts', text: "import { open } from './open.ts';" },
      { path: 'src/cli/open.ts', text: "import { unwrap } from '#main/keystore/envelope.ts';" },
      { path: 'src/main/keystore/envelope.ts', text: "import { safeStorage } from 'electron';" },
    ];
    expect(findBoundaryBreaches(files)).toEqual([
      'src/cli/index.ts runs without Electron but loads it: ' +
        'src/cli/index.ts -> src/cli/open.ts -> src/main/keystore/envelope.ts -> electron.',
    ]);
  });

  it('lets such a program use types of a module that imports Electron', () => {
    const files = [
      { path: 'src/cli/index.ts', text: "import type { Envelope } from '#main/keystore/envelope.ts';" },
      { path: 'src/main/keystore/envelope.ts', text: "import { safeStorage } from 'electron';" },
    ];
    expect(findBoundaryBreaches(files)).toEqual([]);
  });
});
