import { Failure } from '#shared/contract/errors.ts';
import { mayCall } from '#shared/contract/method.ts';
import { rolesToCancel } from '#shared/contract/tasks.ts';
import type { EngineHandlers } from '../context.ts';

export const tasksHandlers: EngineHandlers<'tasks.list' | 'tasks.cancel'> = {
  'tasks.list': (_input, { tasks }) => tasks.list(),
  'tasks.cancel': ({ taskId }, { tasks, role }) => {
    const task = tasks.list().find(({ id }) => id === taskId);
    const needed = rolesToCancel[task?.kind ?? 'replay'];
    if (!mayCall(role, needed)) {
      throw new Failure('FORBIDDEN', `Stopping this needs the role "${needed}"; yours is "${role}". It goes on.`, {
        remedy: 'Ask a person with that role.',
      });
    }
    tasks.cancel(taskId);
    return {};
  },
};
