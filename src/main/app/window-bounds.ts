import { z } from 'zod';

export const MIN_WIDTH = 900;
export const MIN_HEIGHT = 600;
const DEFAULT_WIDTH = 1360;
const DEFAULT_HEIGHT = 860;
/** So much of the title bar must be on a screen for the window to be caught with the mouse. */
const VISIBLE = 120;

/** Device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const pixels = z.number().int().min(-100_000).max(100_000);

export const windowMemorySchema = z.object({
  bounds: z
    .object({ x: pixels, y: pixels, width: z.number().int().min(MIN_WIDTH), height: z.number().int().min(MIN_HEIGHT) })
    .nullable(),
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
  /** As Chromium counts: 0 is the actual size, each step a fifth more or less. */
  zoomLevel: z.number().min(-8).max(9),
});
/** How the window was when it was last seen. */
export type WindowMemory = z.infer<typeof windowMemorySchema>;

export const noWindowMemory: WindowMemory = {
  bounds: null,
  isMaximized: false,
  isFullScreen: false,
  zoomLevel: 0,
};

/**
 * Where to open the window: where it was, unless that is off every screen by now; otherwise the default size, as far as
 * the first screen has room for it.
 *
 * @param workAreas of the screens that are there, the main one first.
 */
export function placeWindow(
  remembered: WindowMemory['bounds'],
  workAreas: readonly Area[],
): { x?: number; y?: number; width: number; height: number } {
  if (remembered && workAreas.some((area) => canBeCaught(remembered, area))) return remembered;
  const [main] = workAreas;
  return {
    width: Math.max(MIN_WIDTH, Math.min(DEFAULT_WIDTH, main?.width ?? DEFAULT_WIDTH)),
    height: Math.max(MIN_HEIGHT, Math.min(DEFAULT_HEIGHT, main?.height ?? DEFAULT_HEIGHT)),
  };
}

function canBeCaught(window: Area, screen: Area): boolean {
  const seen = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return seen >= VISIBLE && window.y >= screen.y && window.y <= screen.y + screen.height - VISIBLE;
}
