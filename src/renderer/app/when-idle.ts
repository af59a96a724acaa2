/**
 * Does something once the page has nothing else to do. Only windows of a browser know when they are idle; others (tests) never do it.
 * @returns takes it back
 */
export function whenIdle(work: () => void): () => void {
  if (!('requestIdleCallback' in window)) return () => undefined;
  const handle = requestIdleCallback(work);
  return () => cancelIdleCallback(handle);
}
