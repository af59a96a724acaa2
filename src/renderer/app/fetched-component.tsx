import { lazy, useState, type ComponentType, type ReactNode } from 'react';

/** A component whose code is a file of its own. */
export interface FetchedComponent<P extends object = object> {
  readonly Component: ComponentType<P>;
  /** Has the code here before it is drawn. Code that cannot be fetched says so when it is drawn. */
  readonly fetchAhead: () => Promise<void>;
}

/**
 * What `lazy` makes, but drawn at once where its code is there: `lazy` shows its fallback for a moment even then, and React keeps a fallback
 * that it has shown for 300 ms.
 */
export function fetchedComponent<P extends object = object>(
  load: () => Promise<ComponentType<P>>,
): FetchedComponent<P> {
  let loaded: ComponentType<P> | undefined;
  const fetch = async (): Promise<ComponentType<P>> => (loaded ??= await load());
  const Waiting: ComponentType<P> = lazy(async () => ({ default: await fetch() }));
  function Component(props: P): ReactNode {
    // Kept as it began: another component in its place would begin anew.
    const [Chosen] = useState<ComponentType<P>>(() => loaded ?? Waiting);
    return <Chosen {...props} />;
  }
  return {
    Component,
    fetchAhead: () =>
      fetch().then(
        () => undefined,
        () => undefined,
      ),
  };
}
