// `npm run typecheck`: the TypeScript compiler over every process's own project, a few at a time.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from './paths.ts';
import { runTool } from './report.ts';

const projects = ['src/shared', 'src/main', 'src/preload', 'src/renderer', 'src/cli', 'src/hub', 'tools', 'tests'];

await runTool(async () => {
  const waiting = [...projects];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      const { ok, output } = await check(project);
      if (!ok) failed += 1;
      process.stdout.write(`${ok ? 'ok    ' : 'failed'} ${project}\n${output}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism()) }, worker));
  return failed === 0 ? 0 : 1;
});

async function check(project: string): Promise<{ ok: boolean; output: string }> {
  const compiler = path.join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', path.join(project, 'tsconfig.json'), '--pretty', String(process.stdout.isTTY ?? false)];
  return await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: repositoryRoot, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout + stderr }),
    );
  });
}
