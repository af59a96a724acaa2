// `npm start` and `npm run dev`: opens the console.
//
//   npm start                          a throwaway demo community
//   npm start -- --set-up              the normal first run, or the unlock page of the profile that exists
//   npm start -- --user-data-dir=DIR   a profile of its own; everything but --set-up and --dev is passed on to the app
//   npm run dev                        the same with hot reload
import path from 'node:path';
import { buildWhenNeeded, forgetBuild } from './build.ts';
import { runToEnd } from './child-process.ts';
import { withDisplay } from './electron-runtime/display.ts';
import type { ElectronRuntime } from './electron-runtime/index.ts';
import { readyElectron } from './electron-runtime/ready.ts';
import { repositoryRoot } from './paths.ts';
import { reportStep, runTool } from './report.ts';

await runTool(async () => {
  const given = process.argv.slice(2);
  const development = given.includes('--dev');
  const passedOn = given.filter((argument) => argument !== '--dev' && argument !== '--set-up');
  const appArgs = given.includes('--set-up') || passedOn.includes('--demo') ? passedOn : ['--demo', ...passedOn];
  const runtime = await readyElectron();
  if (!development) await buildWhenNeeded();
  return await withDisplay(async (display) => {
    if (display.virtual) {
      reportStep(
        'This machine has no display: the console runs on a virtual one that nobody sees (npm run tour takes pictures)',
      );
    }
    const env: NodeJS.ProcessEnv = { ...process.env, ...runtime.env, ...display.env };
    // Set by some editors' terminals; Electron would start as a plain Node.
    delete env['ELECTRON_RUN_AS_NODE'];
    return development ? await develop(runtime, appArgs, env) : await open(runtime, appArgs, env);
  });
});

async function open(runtime: ElectronRuntime, appArgs: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const args = [...runtime.args, '.', ...appArgs];
  return await runToEnd(runtime.executable, args, { cwd: repositoryRoot, env, stdio: 'inherit' });
}

/** electron-vite's development server builds into the same folder and starts the app itself. */
async function develop(runtime: ElectronRuntime, appArgs: string[], env: NodeJS.ProcessEnv): Promise<number> {
  await forgetBuild();
  const cli = path.join(repositoryRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  return await runToEnd(process.execPath, [cli, 'dev', '--watch', '--', ...runtime.args, ...appArgs], {
    cwd: repositoryRoot,
    env: { ...env, ELECTRON_EXEC_PATH: runtime.executable },
    stdio: 'inherit',
  });
}
