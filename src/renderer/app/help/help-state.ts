import { create } from 'zustand';
import type { TermName } from '#shared/glossary/terms.ts';

interface HelpState {
  /** What the drawer shows: the help on the page, or on a term first; null while it is closed. */
  readonly shown: { readonly term: TermName | null } | null;
}

/** Whether the help is open, and on what. */
export const useHelp = create<HelpState>(() => ({ shown: null }));

/** Opens the help on the page that is shown; with a term, at that term. */
export function openHelp(term: TermName | null = null): void {
  useHelp.setState({ shown: { term } });
}

/** Puts the help away. */
export function closeHelp(): void {
  useHelp.setState({ shown: null });
}
