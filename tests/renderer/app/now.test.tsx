// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useNow } from '#renderer/app/now.ts';

const NOON = Date.UTC(2026, 5, 1, 12);

beforeEach(() => vi.useFakeTimers({ now: NOON }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function setHidden(isHidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

it('the present goes on while the page is shown', () => {
  const { result } = renderHook(() => useNow(15_000));
  expect(result.current).toBe(NOON);
  act(() => void vi.advanceTimersByTime(30_000));
  expect(result.current).toBe(NOON + 30_000);
});

it('no timer runs while the page is hidden, and the present is right at once when it is shown again', () => {
  const { result } = renderHook(() => useNow(15_000));
  setHidden(true);
  expect(vi.getTimerCount()).toBe(0);
  vi.setSystemTime(NOON + 3_600_000);
  setHidden(false);
  expect(result.current).toBe(NOON + 3_600_000);
  expect(vi.getTimerCount()).toBe(1);
});

it('nothing is left of it when its page goes', () => {
  const { unmount } = renderHook(() => useNow(15_000));
  unmount();
  setHidden(true);
  setHidden(false);
  expect(vi.getTimerCount()).toBe(0);
});
