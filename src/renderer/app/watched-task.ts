import { create } from 'zustand';

interface WatchedTaskStore {
  /** The task whose progress and outcome a dialog shows at the moment. */
  readonly taskId: string | null;
  readonly watch: (taskId: string | null) => void;
}

export const useWatchedTask = create<WatchedTaskStore>((set) => ({ taskId: null, watch: (taskId) => set({ taskId }) }));
