/** What Mantine and ECharts expect of a window and jsdom does not have. Import it first in every component test. */
import { vi } from 'vitest';

class SilentObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    addListener: vi.fn(),
    removeListener: vi.fn(),
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;
window.ResizeObserver = SilentObserver;
window.HTMLElement.prototype.scrollIntoView = vi.fn();
Object.defineProperty(document, 'fonts', { value: { addEventListener: vi.fn(), removeEventListener: vi.fn() } });
