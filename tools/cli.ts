// `npm run cli -- COMMAND`: the headless engine. It runs under the toolchain's Node; its exit code and its stdout are the
// command's own, so whatever happens before the command starts goes to stderr.
import path from 'node:path';
import { buildWhenNeeded } from './build.ts';
import { runToEnd } from './child-process.ts';
import { withDisplay } from './electron-runtime/display.ts';
import { toolchainNode } from './electron-runtime/index.ts';
import { readyElectron } from './electron-runtime/ready.ts';
import { outFolder, repositoryRoot } from './paths.ts';
import { runTool } from './report.ts';

await runTool(async () => {
  await buildWhenNeeded();
  const [command, ...given] = process.argv.slice(2);
  if (command === 'report' && !given.includes('--help')) return await runReport(given);
  // What Node says of the library that writes XLSX is not what the person asked for.
  const node = ['--enable-source-maps', '--disable-warning=DEP0005'];
  const args = [...node, path.join(outFolder, 'main', 'cli.js'), ...process.argv.slice(2)];
  return await runToEnd(toolchainNode(), args, { stdio: 'inherit' });
});

/** Pages are laid out by Chromium: `report KIND ...` is the console itself, without a window. */
async function runReport(given: string[]): Promise<number> {
  const runtime = await readyElectron();
  return await withDisplay(async (display) => {
    const env: NodeJS.ProcessEnv = { ...process.env, ...runtime.env, ...display.env };
    delete env['ELECTRON_RUN_AS_NODE'];
    // What Chromium has to say of the machine is not what the person asked for.
    const args = [...runtime.args, repositoryRoot, '--log-level=3', '--disable-gpu', '--report', ...given];
    return await runToEnd(runtime.executable, args, { env, stdio: 'inherit' });
  });
}
