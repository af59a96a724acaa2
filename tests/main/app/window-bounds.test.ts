import { describe, expect, it } from 'vitest';
import { placeWindow, windowMemorySchema } from '#main/app/window-bounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const right = { x: 1920, y: 0, width: 1280, height: 1024 };

describe('where the window opens', () => {
  it('is where it was, on whichever screen', () => {
    const bounds = { x: 2000, y: 50, width: 1000, height: 700 };
    expect(placeWindow(bounds, [screen, right])).toEqual(bounds);
  });

  it('is the main screen when the other one is gone', () => {
    expect(placeWindow({ x: 2000, y: 50, width: 1000, height: 700 }, [screen])).toEqual({ width: 1360, height: 860 });
  });

  it('is never where the title bar cannot be caught', () => {
    for (const bounds of [
      { x: 0, y: -400, width: 1000, height: 700 },
      { x: 0, y: 1060, width: 1000, height: 700 },
      { x: -950, y: 0, width: 1000, height: 700 },
    ]) {
      expect(placeWindow(bounds, [screen])).not.toHaveProperty('x');
    }
  });

  it('is as big as a small screen allows, but not below what the page needs', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 640, height: 480 }])).toEqual({ width: 900, height: 600 });
    expect(placeWindow(null, [])).toEqual({ width: 1360, height: 860 });
  });

  it('forgets sizes that are none', () => {
    expect(
      windowMemorySchema.safeParse({ bounds: { x: 0, y: 0, width: 10, height: 10 }, isMaximized: false }).success,
    ).toBe(false);
  });
});
