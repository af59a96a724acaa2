import { isTerm } from '#shared/glossary/terms.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { openHelp } from './help-state.ts';

/** The help key: opens the help on the term that has the focus or lies under the mouse, otherwise on the page. */
export function useAskedTerm(): void {
  useShortcut('help', () => {
    const asked = document.activeElement?.closest('[data-term]') ?? document.querySelector('[data-term]:hover');
    const term = asked?.getAttribute('data-term') ?? '';
    openHelp(isTerm(term) ? term : null);
  });
}
