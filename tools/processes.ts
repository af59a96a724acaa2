import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of the times in `/proc`, on every Linux that this runs on. */
const TICKS = 100;
const KIBIBYTE = 1024;

/** What processes have used so far. */
export interface Usage {
  /** Seconds of processor time, of processes that have ended since too. */
  readonly cpuS: number;
  /** How often their threads have been woken, processes that have ended left out. */
  readonly wakeUps: number;
  /** Bytes of memory now, by the process's own share of what several use. */
  readonly memory: number;
  readonly processes: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Ticks, with those of children that have ended and were waited for. */
  readonly ticks: number;
}

/** A process and all that descend from it. Linux alone tells. */
export function usageOf(pid: number): Usage {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
  const found = new Set([pid]);
  // Children have higher numbers than their parents, but for the rare time when numbers begin anew: hence to the end.
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const one of all) if (found.has(one.parent)) found.add(one.pid);
  }
  const own = all.filter((one) => found.has(one.pid));
  return {
    cpuS: own.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS,
    wakeUps: own.reduce((sum, one) => sum + wakeUpsOf(one.pid), 0),
    memory: own.reduce((sum, one) => sum + memoryOf(one.pid), 0),
    processes: own.length,
  };
}

/** The process that started this one. @throws Error when there is no such process */
export function parentOf(pid: number): number {
  const [process] = readProcess(pid);
  if (process) return process.parent;
  throw new Error(`There is no process ${pid}.`);
}

function readProcess(pid: number): Process[] {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === '') return [];
  // The name in brackets may hold anything; behind it come the state, the parent and, from the twelfth on, the times.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
  return [{ pid, parent: Number(fields[1]), ticks }];
}

function wakeUpsOf(pid: number): number {
  return readFolder(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [, count = '0'] = /^voluntary_ctxt_switches:\s+(\d+)/m.exec(read(`/proc/${pid}/task/${thread}/status`)) ?? [];
    return sum + Number(count);
  }, 0);
}

function memoryOf(pid: number): number {
  const [, kibibytes = '0'] = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kibibytes) * KIBIBYTE;
}

/** Empty when the process has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
