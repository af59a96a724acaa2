import type { DiagnosticCheck } from '../contract/diagnostics.ts';
import type { RuntimeFacts } from './facts.ts';

/** All processes together, bytes. */
const LARGE_BYTES = 3_000_000_000;

/** The checks of what main knows, in the order in which they are shown. */
export function judgeRuntime({ engine, page, processes, ...runtime }: RuntimeFacts): DiagnosticCheck[] {
  return [
    { name: 'runtime', state: 'ok', finding: 'fine', values: runtime },
    { name: 'engine', ...ofEngine(engine), values: engine },
    {
      name: 'page',
      ...(page.crashes + page.gpuCrashes > 0
        ? { state: 'attention', finding: 'crashed' }
        : { state: 'ok', finding: 'fine' }),
      values: page,
    },
    {
      name: 'processes',
      ...(processes.bytes > LARGE_BYTES ? { state: 'attention', finding: 'high' } : { state: 'ok', finding: 'fine' }),
      values: processes,
    },
  ];
}

function ofEngine({ state, restarts }: RuntimeFacts['engine']): Pick<DiagnosticCheck, 'state' | 'finding'> {
  if (state === 'failed') return { state: 'failed', finding: 'failed' };
  if (state === 'stopped') return { state: 'ok', finding: 'stopped' };
  return restarts > 0 ? { state: 'attention', finding: 'restarted' } : { state: 'ok', finding: 'fine' };
}
