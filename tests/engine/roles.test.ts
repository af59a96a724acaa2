import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { withIdentity } from '#engine/cache/connection.ts';
import type { EngineContext } from '#engine/context.ts';
import { handlers } from '#engine/handlers.ts';
import { createRouter } from '#engine/router.ts';
import { contract, methodNames } from '#shared/contract/contract.ts';
import type { MethodName } from '#shared/contract/contract.ts';
import { mayCall, roles } from '#shared/contract/method.ts';
import type { Role } from '#shared/contract/method.ts';
import { engineWithCommunity } from './fixtures/community.ts';
import { knownValuesOf } from './fuzz/known-values.ts';
import type { ValueOf } from './fuzz/known-values.ts';
import { valuesOf } from './fuzz/schema-values.ts';
import type { KnownValues } from './fuzz/schema-values.ts';

// Which buttons a page shows is of no concern here: the engine is asked directly, with what it would accept from somebody else.

const router = createRouter({ handlers, checkOutput: true, now: () => 0, log: () => undefined });
const { context, communityId } = engineWithCommunity({ members: 8, days: 2 });
const as = (role: Role): EngineContext => Object.defineProperty(Object.create(context), 'role', { value: role });
const askAs = (role: Role, method: string, input: unknown) => router({ method, input, correlationId: 'c1' }, as(role));
let known: KnownValues;
beforeAll(async () => {
  const valueOf: ValueOf = async (method, input) => {
    const answer = await askAs('admin', method, input);
    if (!answer.ok) throw new Error(`${method}: ${answer.error.message}`);
    return answer.value as never;
  };
  known = await knownValuesOf(valueOf, communityId);
  await context.tasks.drain();
});

const refused = methodNames
  .filter((name) => contract[name].answeredBy === 'engine')
  .flatMap((method) => roles.map((role) => ({ method, role })))
  .filter(({ method, role }) => !mayCall(role, contract[method].role));

/** Inputs that the method's schema accepts, of this community. */
function validInputs(method: MethodName): unknown[] {
  const { input: schema } = contract[method];
  const valid = valuesOf(schema, known).filter((input) => schema.safeParse(input).success);
  return fc.sample(valid, { numRuns: 5, seed: 8 });
}

/** Everything that the cache holds, as one fingerprint. */
function fingerprint(): string {
  const db = withIdentity(context.cache.read);
  const hash = createHash('sha256');
  for (const table of db.pluck<string>("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    for (const row of db.all<object>(`SELECT * FROM "${table}"`)) {
      for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${String(value)}\0`);
    }
  }
  return hash.digest('hex');
}

describe('a call that the role does not allow', () => {
  it.each(refused)('$method by a $role is refused before anything is done', async ({ method, role }) => {
    const tasks = context.tasks.list().length;
    for (const input of validInputs(method)) {
      expect(await askAs(role, method, input)).toMatchObject({
        ok: false,
        error: {
          code: 'FORBIDDEN',
          message: `${method} needs the role "${contract[method].role}"; yours is "${role}".`,
        },
      });
    }
    expect(context.tasks.list()).toHaveLength(tasks);
  });

  it('changes no row of any table, the log among them', async () => {
    const before = fingerprint();
    for (const { method, role } of refused) {
      for (const input of validInputs(method)) await askAs(role, method, input);
    }
    expect(fingerprint()).toBe(before);
  });

  it('is not let through by what else stands in it', async () => {
    const input = { ...(validInputs('communities.remove')[0] as object), role: 'admin', context: { role: 'admin' } };
    for (const name of ['communities.remove', 'communities.remove '])
      expect(await askAs('viewer', name, input)).toMatchObject({ ok: false });
    expect(await askAs('viewer', 'communities.list', {})).toMatchObject({ ok: true, value: [{ id: communityId }] });
  });
});

describe('what the contract lets a role do', () => {
  it('is more for a manager and an auditor than for a viewer, and everything for an admin', () => {
    const allowed = (role: Role): MethodName[] => methodNames.filter((name) => mayCall(role, contract[name].role));
    for (const role of ['auditor', 'manager'] as const)
      expect(new Set(allowed(role))).toEqual(new Set([...allowed('viewer'), ...allowed(role)]));
    expect(allowed('admin')).toEqual(methodNames);
  });

  it('is asked by main of the engine, but for what every person at the desk may do', () => {
    const ofMain = methodNames.filter((name) => contract[name].answeredBy === 'main');
    // The work on the closed cache refuses it by the role that stands in it.
    expect(ofMain.filter((name) => contract[name].role !== 'viewer')).toEqual(['backups.restore']);
  });

  it('reveals, erases, settles and removes for admins only', () => {
    const ofAdmins =
      /^(identity|privacy\.(set|lift|run|erase|access)|settlement\.(propose|decide)|communities\.(set|remove)|sync\.(connect|resync))/;
    const methods = methodNames.filter((name) => ofAdmins.test(name));
    expect(methods).toHaveLength(13);
    expect(methods.filter((name) => contract[name].role !== 'admin')).toEqual([]);
  });
});
