import { readdir, readFile } from 'node:fs/promises';

/** Arguments and environment, as the system tells them to the same user, of a process and everything that it started. Linux only. */
export async function linesOfProcesses(root: number): Promise<string[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await read(`/proc/${name}/stat`) : '';
    const parent = /^\d+ \(.*\) \S (\d+) /s.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOfConsole = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isOfConsole(parents.get(pid)));
  const pids = [...parents.keys()].filter(isOfConsole);
  return await Promise.all(
    pids.map(async (pid) => (await read(`/proc/${pid}/cmdline`)) + (await read(`/proc/${pid}/environ`))),
  );
}

/** As bytes, one character each; a process that has just ended has nothing more to tell. */
async function read(file: string): Promise<string> {
  return await readFile(file, 'latin1').catch(() => '');
}
