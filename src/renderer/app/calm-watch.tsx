import { useIsFetching } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';

/** Without a question for so long the page that opens has what it asked for; milliseconds. */
const CALM_MS = 200;

/** Says once that the page which the window begins with has its answers: what only adds to it is asked for afterwards. Shows nothing. */
export function CalmWatch({ onCalm }: { readonly onCalm: () => void }): ReactNode {
  const isAsking = useIsFetching() > 0;
  useEffect(() => {
    if (isAsking) return undefined;
    const timer = setTimeout(onCalm, CALM_MS);
    return () => clearTimeout(timer);
  }, [isAsking, onCalm]);
  return null;
}
