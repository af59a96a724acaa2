import type { EngineHandlers } from '../context.ts';

export const tasksHandlers: EngineHandlers<'tasks.list' | 'tasks.cancel'> = {
  'tasks.list': (_input, { tasks }) => tasks.list(),
  'tasks.cancel': ({ taskId }, { tasks }) => {
    tasks.cancel(taskId);
    return {};
  },
};
