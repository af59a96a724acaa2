/** Runs in the page: what a person sees of the rows while they are scrolled. */
export interface RowWatch {
  end(): { readonly longestBlankMs: number; readonly frames: number; readonly milliseconds: number };
}

/** Looks at every frame which rows in sight are blank, until `window.rowWatch.end()`. Serialised into the page: it uses nothing of this file. */
export function watchRows(): void {
  const grid = document.querySelector('[role=grid][aria-label=Trades]')!;
  const began = performance.now();
  const since = new Map<string, number>();
  let longestBlankMs = 0;
  let frames = 0;
  let isOver = false;
  const look = (now: number): void => {
    if (isOver) return;
    frames++;
    const { top, bottom } = grid.getBoundingClientRect();
    const blank = new Set<string>();
    for (const row of grid.querySelectorAll('[role=row][aria-busy]')) {
      const place = row.getBoundingClientRect();
      if (place.bottom > top && place.top < bottom) blank.add(row.getAttribute('aria-rowindex')!);
    }
    for (const row of since.keys()) if (!blank.has(row)) since.delete(row);
    for (const row of blank) {
      if (!since.has(row)) since.set(row, now);
      longestBlankMs = Math.max(longestBlankMs, now - since.get(row)!);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.rowWatch = {
    end: () => {
      isOver = true;
      return { longestBlankMs, frames, milliseconds: performance.now() - began };
    },
  };
}
