/** Waits for `work`, but no longer than `limit` ms; `late` hears of it when the time was over first. */
export async function within(limit: number, work: Promise<unknown>, late?: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      late?.();
      resolve();
    }, limit);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
