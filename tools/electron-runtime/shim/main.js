// The app that the fallback runtime starts with: it does what Electron's own default app does (`electron FOLDER`), which
// that runtime does not carry. It runs inside Electron 33, so it is plain JavaScript.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);

// At top level: a promise that nobody awaits would let Electron become ready before the app's main module has run, and
// `protocol.registerSchemesAsPrivileged` must run before that.
await import(pathToFileURL(path.join(folder, manifest.main)).href);
