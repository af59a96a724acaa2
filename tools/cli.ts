// `npm run cli -- COMMAND`: the headless engine. It runs under the toolchain's Node; its exit code and its stdout are the
// command's own, so whatever happens before the command starts goes to stderr.
import path from 'node:path';
import { buildWhenNeeded } from './build.ts';
import { runToEnd } from './child-process.ts';
import { toolchainNode } from './electron-runtime/index.ts';
import { outFolder } from './paths.ts';
import { runTool } from './report.ts';

await runTool(async () => {
  await buildWhenNeeded();
  const args = ['--enable-source-maps', path.join(outFolder, 'main', 'cli.js'), ...process.argv.slice(2)];
  return await runToEnd(toolchainNode(), args, { stdio: 'inherit' });
});
