/** What Mantine and ECharts expect of a window and jsdom does not have. Import it first in every component test. */
import * as React from 'react';
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

// React notes where each element was made, with a stack that is only shown in its warnings: a fifth of the time of these tests. It does
// so until it has made many in a second; here it always has.
const inner = '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE';
const internals = (React as unknown as Partial<Record<typeof inner, object>>)[inner];
if (internals === undefined) throw new Error('React keeps elsewhere how many elements it has made of late.');
Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', {
  configurable: true,
  get: () => Infinity,
  set: ignore,
});

// The language and region that the expectations are written in.
Object.defineProperty(navigator, 'languages', { value: ['en-GB'] });
// A missing text is told in one line, without the whole page; a busy machine may take its time.
configure({ asyncUtilTimeout: 20_000, getElementError: (message) => new Error((message ?? '').split('\n')[0]) });
