/** What must hold for every file of component tests, because they share a window and the modules they have loaded. */
import { notifications } from '@mantine/notifications';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { useAnnouncements } from '#renderer/components/announce.ts';

// jsdom has no canvas.
vi.mock('#renderer/charts/echarts.ts', () => import('./charts/fake-echarts.ts'));

afterEach(() => {
  cleanup();
  // They outlive what showed them.
  notifications.clean();
  useAnnouncements.setState({ said: [] });
});
