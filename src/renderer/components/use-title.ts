import { useEffect } from 'react';

const PRODUCT = 'Commonwatt Console';

/** Names the window after what it shows. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? PRODUCT : `${title} – ${PRODUCT}`;
    return () => {
      document.title = PRODUCT;
    };
  }, [title]);
}
