import { z } from 'zod';
import { instant } from './communities.ts';
import { defineArea } from './method.ts';

export const diagnosticCheckSchema = z.object({
  /** Key of its name in the locales under `settings:diagnostics.checks`. */
  name: z.string(),
  state: z.enum(['ok', 'attention', 'failed', 'unknown']),
  /** Which sentence tells it: a key in the locales below the check's name. */
  finding: z.string(),
  /** What was found: versions, counts, bytes; no path, no name, no secret. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type DiagnosticCheck = z.infer<typeof diagnosticCheckSchema>;

const checked = z.object({ at: instant, checks: z.array(diagnosticCheckSchema) });

/** How the console itself is: the same checks as `npm run cli -- doctor`. */
export const diagnostics = defineArea({
  /** Quick, of what the engine sees: versions, cache, log, exchange, disk, memory. */
  'diagnostics.checks': {
    input: z.object({}),
    output: checked,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Of what only main sees: runtime, processes, restarts of the engine and of the page. Answered also without an engine. */
  'diagnostics.runtime': {
    input: z.object({}),
    output: checked,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Reads the whole cache: integrity, rollups against records, the chain of the audit log. A task; its outcome is in the next `checks`. */
  'diagnostics.examine': {
    input: z.object({}),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The support bundle as the person will save it, word for word: checks and the last lines of the log, without personal data. */
  'diagnostics.bundle': {
    input: z.object({}),
    output: z.object({ text: z.string() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
});
