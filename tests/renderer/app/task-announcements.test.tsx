// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useTaskAnnouncements } from '#renderer/app/task-announcements.ts';
import { useTasks } from '#renderer/app/tasks.ts';
import { useWatchedTask } from '#renderer/app/watched-task.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { NOON, renderInWindow } from '../render.tsx';
import { said } from '../said.ts';

const importing: Task = {
  id: 'task-1',
  kind: 'import',
  subject: 'readings.csv',
  communityId: null,
  state: 'running',
  done: 0,
  total: 1000,
  unit: 'rows',
  startedAt: NOON,
  remainingMs: null,
  problem: null,
  outcome: {},
};

function Listener() {
  useTaskAnnouncements();
  return <p>{useTasks().isKnown ? 'listening' : ''}</p>;
}

async function listen(tasks: readonly Task[] = []) {
  const { bridge } = renderInWindow(<Listener />, { tasks: [...tasks] });
  await screen.findByText('listening');
  return (change: Partial<Task>) =>
    act(async () => {
      bridge.state.emit('task.changed', { ...importing, ...change });
      // Answers reach the page in a turn of their own.
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
}

it('long work is told when it begins and after each quarter, not at each row', async () => {
  const become = await listen();
  for (const done of [0, 100, 249, 250, 400, 499, 760]) await become({ done });
  expect(said()).toEqual([
    'Importing readings.csv: begun',
    'Importing readings.csv: 25% done',
    'Importing readings.csv: 75% done',
  ]);
});

it('its end is told where a dialog shows it, elsewhere by a notice', async () => {
  const become = await listen([importing]);
  await become({ state: 'done', done: 1000 });
  expect(said()).toEqual([]);
  useWatchedTask.setState({ taskId: 'task-2' });
  await become({ id: 'task-2' });
  await become({ id: 'task-2', state: 'done', done: 1000 });
  useWatchedTask.setState({ taskId: null });
  expect(said().at(-1)).toBe('readings.csv was imported');
});

it('of a fetch the status tells begin and end, and what ran before is not told to begin', async () => {
  const become = await listen([importing]);
  await become({ done: 10 });
  await become({ id: 'task-2', kind: 'sync' });
  expect(said()).toEqual([]);
});
