import { create } from 'zustand';

/** What the person set out to do before the data were protected; done when the window opens. */
export type Wish = 'import' | 'connect';

interface WishStore {
  readonly wish: Wish | null;
  readonly setWish: (wish: Wish | null) => void;
}

export const useWish = create<WishStore>((set) => ({ wish: null, setWish: (wish) => set({ wish }) }));
