import { describe, expect, it } from 'vitest';
import { tasksHandlers } from '#engine/tasks/handlers.ts';
import { throwIfCancelled } from '#engine/tasks/tasks.ts';
import { roles, type Role } from '#shared/contract/method.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { testEngine } from '../fixtures/community.ts';

const { context } = testEngine();

/** Starts a task that runs until it is stopped, and lets somebody try to stop it. */
async function cancelAs(role: Role, kind: Task['kind']): Promise<Task['state']> {
  const { id } = context.tasks.start({ kind, subject: 'Sonnenhang', unit: 'rows' }, async ({ signal }) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    throwIfCancelled(signal);
  });
  try {
    await tasksHandlers['tasks.cancel']({ taskId: id }, { ...context, role });
    return (await context.tasks.finished(id))!.state;
  } catch (error) {
    expect(error).toMatchObject({ code: 'FORBIDDEN' });
    context.tasks.cancel(id);
    return 'running';
  }
}

describe('stopping a task', () => {
  it.each(roles)('that only reads is open to a %s', async (role) => {
    expect(await cancelAs(role, 'replay')).toBe('cancelled');
  });

  it.each([
    ['viewer', 'running'],
    ['auditor', 'running'],
    ['manager', 'cancelled'],
    ['admin', 'cancelled'],
  ] as const)('that writes, as a %s, leaves it %s', async (role, state) => {
    expect(await cancelAs(role, 'import')).toBe(state);
  });

  it('that is over or unknown changes nothing', async () => {
    expect(await tasksHandlers['tasks.cancel']({ taskId: 'none' }, context)).toEqual({});
  });
});
