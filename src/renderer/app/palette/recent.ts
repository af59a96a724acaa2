import { create } from 'zustand';

const MOST_RECENT = 5;

interface RecentState {
  /** Ids of the actions that were chosen last, the last one first. */
  readonly ids: readonly string[];
}

/** What was chosen in the palette last. In the page's memory only, as it may name a member: a lock forgets it. */
export const useRecent = create<RecentState>(() => ({ ids: [] }));

/** An action was chosen. */
export function rememberChosen(id: string): void {
  useRecent.setState(({ ids }) => ({ ids: [id, ...ids.filter((one) => one !== id)].slice(0, MOST_RECENT) }));
}
