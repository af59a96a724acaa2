import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handlers } from '#engine/handlers.ts';
import { createRouter } from '#engine/router.ts';
import { contract, methodNames } from '#shared/contract/contract.ts';
import type { EngineMethodName } from '#shared/contract/contract.ts';
import { engineWithCommunity } from '../fixtures/community.ts';
import { KEY } from '../fixtures/keys.ts';
import { harmIn } from './harmless.ts';
import { anything } from './hostile.ts';
import { knownValuesOf } from './known-values.ts';
import type { ValueOf } from './known-values.ts';
import { valuesOf } from './schema-values.ts';
import type { KnownValues } from './schema-values.ts';

// Every method of the engine over a real cache: whatever a page sends, real handlers answer, and what they answer is harmless.

const SEED = 20_261_126;
const RUNS = 30;
/** Long work, of which a few are enough. */
const runsOf: Partial<Record<EngineMethodName, number>> = {
  'insights.lossAdvice': 8,
  'insights.counterfactual': 8,
  'privacy.accessPack': 8,
  'ledger.export': 8,
  'reports.make': 12,
  'backups.make': 3,
  'demo.create': 3,
};
/** What takes away what the others ask for comes last. */
const last: readonly string[] = ['imports.start', 'demo.create', 'privacy.eraseMember', 'communities.remove'];
const methods = methodNames
  .filter((name): name is EngineMethodName => contract[name].answeredBy === 'engine')
  .sort((one, other) => last.indexOf(one) - last.indexOf(other));

const faults: string[] = [];
const router = createRouter({ handlers, checkOutput: true, now: () => 0, log: (line) => faults.push(line) });
const { context, communityId } = engineWithCommunity({ members: 12, days: 3 });
const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-test-'));
/** The data key in the forms that a text could hold it in, and the folders of this test. */
const secrets = [Buffer.from(KEY).toString('hex'), Buffer.from(KEY).toString('base64'), 'commonwatt-test-'];
let known: KnownValues;
beforeAll(async () => {
  known = { ...(await knownValuesOf(valueOf, communityId)), ...registeredFiles(), members: [5], days: [1] };
});
afterAll(async () => {
  await context.tasks.drain();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (method: string, input: unknown) => router({ method, input, correlationId: 'c1' }, context);
const valueOf: ValueOf = async (method, input) => {
  const answer = await ask(method, input);
  if (!answer.ok) throw new Error(`${method}: ${answer.error.message}`);
  return answer.value as never;
};

/** Ids of files as dialogs give them out: to read, to write, gone, and of the wrong kind. */
function registeredFiles(): KnownValues {
  const lines = ['timestamp,member,produced_kwh,consumed_kwh', '2026-03-02T00:00:00Z,=1+1,0.1,<b>'];
  const polygon = { type: 'Polygon', coordinates: [[[1e300, 1], [2, 2], [3, 1], [1e300, 1]]] }; // oxfmt-ignore
  const contents = {
    'a.csv': lines.join('\n'),
    'a.geojson': JSON.stringify(polygon),
    'a.pdf': '%PDF-1.4',
    'gone.csv': null,
  };
  for (const [name, content] of Object.entries(contents)) {
    if (content !== null) writeFileSync(path.join(folder, name), content);
    context.files.register(name, { path: path.join(folder, name), name });
  }
  context.files.register('target', { path: path.join(folder, 'target.zip'), name: 'target.zip', use: 'write' });
  return { fileId: [...Object.keys(contents), 'target'] };
}

/** What is wrong with the answer to an input, or with how the work ended that it started. */
async function harmOf(method: EngineMethodName, input: unknown): Promise<string | null> {
  faults.length = 0;
  const harm = harmIn(await ask(method, input), input, secrets);
  // A demo of the greatest size takes minutes.
  if (method === 'demo.create') await context.tasks.drain();
  for (const { id } of context.tasks.list()) await context.tasks.finished(id);
  const failed = context.tasks.list().find(({ problem }) => problem?.code === 'INTERNAL');
  return harm ?? (failed === undefined ? null : `the work that was started met a fault: ${JSON.stringify(failed)}`);
}

describe('a value of the shape that the contract asks for, hostile in its leaves', () => {
  it.each(methods)('%s answers it without harm', async (method) => {
    const { input: schema } = contract[method];
    let valid = 0;
    const property = fc.asyncProperty(valuesOf(schema, known), async (input) => {
      if (schema.safeParse(input).success) valid += 1;
      const harm = await harmOf(method, input);
      expect(harm, `${harm}\n${faults.join('\n')}`).toBeNull();
    });
    await fc.assert(property, { numRuns: runsOf[method] ?? RUNS, seed: SEED, endOnFailure: true });
    // Otherwise only the schema was tried, and nothing behind it.
    expect(valid).toBeGreaterThan(0);
  });
});

describe('anything that can be copied between processes', () => {
  it.each(methods)('%s answers it without harm', async (method) => {
    const property = fc.asyncProperty(anything(), async (input) => {
      expect(harmIn(await ask(method, input), input, secrets)).toBeNull();
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });
});

describe('after all that', () => {
  it('the cache is whole and the log an unbroken chain', async () => {
    await context.tasks.drain();
    expect(context.cache.read.all('PRAGMA quick_check')).toEqual([{ quick_check: 'ok' }]);
    const { taskId } = await valueOf('audit.verify', {});
    await context.tasks.finished(taskId);
    expect(await valueOf('audit.verification', { taskId })).toMatchObject({ finding: null });
  });
});
