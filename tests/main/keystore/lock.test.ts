import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHECK_EVERY_MS, LockWatch } from '#main/keystore/lock.ts';

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watchWith(minutes: number) {
  const locked: string[] = [];
  const person = { lastTouch: Date.now(), hasLockedScreen: false };
  const watch = new LockWatch({
    idleMinutes: () => minutes,
    idleSeconds: () => (Date.now() - person.lastTouch) / 1_000,
    isScreenLocked: () => person.hasLockedScreen,
    now: () => Date.now(),
    lock: (reason) => locked.push(reason),
  });
  watch.start();
  return { watch, locked, person };
}

describe('locking by itself', () => {
  it('locks once nobody has touched the system for the chosen time', () => {
    const { locked } = watchWith(5);
    vi.advanceTimersByTime(5 * MINUTE - 1);
    expect(locked).toEqual([]);
    vi.advanceTimersByTime(CHECK_EVERY_MS);
    expect(locked).toEqual(['idle']);
  });

  it('starts counting anew whenever somebody does something', () => {
    const { locked, person } = watchWith(5);
    for (let minute = 0; minute < 20; minute += 1) {
      vi.advanceTimersByTime(MINUTE);
      person.lastTouch = Date.now();
    }
    expect(locked).toEqual([]);
  });

  it('never locks for idleness when the time is 0', () => {
    const { locked } = watchWith(0);
    vi.advanceTimersByTime(600 * MINUTE);
    expect(locked).toEqual([]);
  });

  it('locks after a sleep that the timers did not see, although a key press ended it', () => {
    const { watch, locked, person } = watchWith(5);
    vi.setSystemTime(Date.now() + 60 * MINUTE);
    person.lastTouch = Date.now();
    watch.check();
    expect(locked).toEqual(['idle']);
  });

  it('goes on counting when the clock is set back by a day', () => {
    const locked: string[] = [];
    const touchedAt = performance.now();
    const watch = new LockWatch({
      idleMinutes: () => 5,
      idleSeconds: () => (performance.now() - touchedAt) / 1_000,
      isScreenLocked: () => false,
      now: () => Date.now(),
      lock: (reason) => locked.push(reason),
    });
    watch.start();
    vi.advanceTimersByTime(2 * MINUTE);
    vi.setSystemTime(Date.now() - 24 * 60 * MINUTE);
    vi.advanceTimersByTime(3 * MINUTE - CHECK_EVERY_MS);
    expect(locked).toEqual([]);
    vi.advanceTimersByTime(CHECK_EVERY_MS);
    expect(locked).toEqual(['idle']);
  });

  it('locks when the system suspends or its screen is locked', () => {
    const first = watchWith(0);
    first.watch.suspending();
    expect(first.locked).toEqual(['suspend']);
    const second = watchWith(0);
    second.watch.screenLocked();
    expect(second.locked).toEqual(['screen']);
  });

  it('notices a locked screen also where the system sends no event for it', () => {
    const { locked, person } = watchWith(0);
    vi.advanceTimersByTime(MINUTE);
    expect(locked).toEqual([]);
    person.hasLockedScreen = true;
    vi.advanceTimersByTime(CHECK_EVERY_MS);
    expect(locked).toEqual(['screen']);
  });

  it('locks only once, and not at all while it is stopped', () => {
    const { watch, locked } = watchWith(5);
    watch.suspending();
    watch.screenLocked();
    vi.advanceTimersByTime(60 * MINUTE);
    expect(locked).toEqual(['suspend']);
    watch.start();
    watch.stop();
    watch.suspending();
    watch.check();
    expect(locked).toEqual(['suspend']);
  });
});
