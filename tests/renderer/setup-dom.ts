/** What Mantine and ECharts expect of a window and jsdom does not have. Import it first in every component test. */
import { configure } from '@testing-library/react';

const ignore = () => undefined;

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
    addEventListener: ignore,
    removeEventListener: ignore,
    addListener: ignore,
    removeListener: ignore,
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;
window.ResizeObserver = SilentObserver;
window.HTMLElement.prototype.scrollIntoView = ignore;
Object.defineProperty(document, 'fonts', { value: { addEventListener: ignore, removeEventListener: ignore } });

// The language and region that the expectations are written in.
Object.defineProperty(navigator, 'languages', { value: ['en-GB'] });
// A missing text is told in one line, without the whole page; a busy machine may take its time.
configure({ asyncUtilTimeout: 20_000, getElementError: (message) => new Error((message ?? '').split('\n')[0]) });
