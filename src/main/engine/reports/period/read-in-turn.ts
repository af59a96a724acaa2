import { throwIfCancelled } from '../../tasks/tasks.ts';
import type { ReportTurn } from '../report-maker.ts';

/** Reads one part of a report after the other, and tells how far it is. Throws CANCELLED between two of them once it is stopped. */
export function readInTurn({ report, signal }: ReportTurn, parts: number): <T>(read: () => Promise<T>) => Promise<T> {
  let done = 0;
  return async (read) => {
    throwIfCancelled(signal);
    report(done, parts);
    const part = await read();
    done++;
    report(done, parts);
    return part;
  };
}
