/**
 * Does something only while the page can be seen: a window that is minimised, or behind a locked screen, wakes no processor for what nobody
 * looks at.
 * @param begin called now, when the page is shown, and each time that it is shown again; returns how to end it
 * @returns how to end it for good
 */
export function whileShown(begin: () => () => void): () => void {
  let end: (() => void) | null = null;
  const look = (): void => {
    if (document.hidden) {
      end?.();
      end = null;
    } else {
      end ??= begin();
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    end?.();
  };
}
