import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { licencePlugin } from './tools/licences/licence-plugin.ts';
import { writeLanguageFiles } from './tools/languages.ts';
import { updateSource } from './tools/update-source.ts';

const root = import.meta.dirname;
const workersFolder = path.join(root, 'src/main/engine/workers');

/** One entry per file in the engine's worker folder: `simulation.ts` becomes `out/main/workers/simulation.js`. */
function workerEntries(): Record<string, string> {
  if (!existsSync(workersFolder)) return {};
  const files = readdirSync(workersFolder).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(files.map((file) => [`workers/${file.slice(0, -3)}`, path.join(workersFolder, file)]));
}

writeLanguageFiles(root);

const licences = licencePlugin(path.join(root, 'out'), [
  path.join(root, 'node_modules/better-sqlite3-multiple-ciphers'),
]);

// The targets are those of the older runtime that development may fall back to (tools/electron-runtime), so that one
// build runs on both. Everything is bundled but Electron itself and the native SQLite module.
export default defineConfig({
  main: {
    define: { BUILT_IN_UPDATES: JSON.stringify(updateSource(root, process.env)) },
    plugins: [licences],
    build: {
      target: 'node20',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        external: ['better-sqlite3-multiple-ciphers'],
        input: {
          index: path.join(root, 'src/main/index.ts'),
          engine: path.join(root, 'src/main/engine/index.ts'),
          cli: path.join(root, 'src/cli/index.ts'),
          'derivation-thread': path.join(root, 'src/main/keystore/derivation-thread.ts'),
          ...workerEntries(),
        },
        // Shared chunks lie beside the entries: code that finds the workers by its own address may be in either.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [licences],
    build: {
      // electron-vite wants a Node target here; what a sandboxed preload may use is Chromium 130's, which covers more.
      target: 'node20',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path.join(root, 'src/preload/index.ts') },
        // A sandboxed preload can neither import nor require files: it must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: path.join(root, 'src/renderer'),
    plugins: [react(), licences],
    build: {
      target: 'chrome130',
      sourcemap: true,
      // Half as much to read before the first page is there. Main and engine stay as they are: their errors are read in logs.
      minify: true,
      rolldownOptions: { input: path.join(root, 'src/renderer/index.html') },
    },
  },
});
