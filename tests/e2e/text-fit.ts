import type { Page } from '@playwright/test';

/** Texts that a person cannot read whole, or that no translation reaches. */
export interface UnfitText {
  readonly kind: 'clipped' | 'outside' | 'overlapping' | 'hard-coded';
  readonly text: string;
  /** Where it stands: tags and classes from the outside in. */
  readonly place: string;
}

/** Own words of data, which no language changes: names of the demo community's places, units, formats. */
const dataWords = [
  'House',
  'Shop',
  'Farm',
  'School',
  'Sonnenhang',
  'Commonwatt',
  'Console',
  'Europe',
  'Berlin',
  'English',
  'Deutsch',
];

/**
 * What does not fit on the page as it is, in the language that does not exist: text that is cut off without a title that says it whole,
 * text outside of the window, texts over one another in bars, and texts without brackets.
 */
export async function unfitTexts(page: Page): Promise<UnfitText[]> {
  return await page.evaluate((words) => {
    const found: { kind: 'clipped' | 'outside' | 'overlapping' | 'hard-coded'; text: string; place: string }[] = [];
    const say = (kind: (typeof found)[number]['kind'], element: Element, text: string): void => {
      const chain: string[] = [];
      for (let at: Element | null = element; at !== null && chain.length < 4; at = at.parentElement)
        chain.unshift(`${at.tagName.toLowerCase()}.${[...at.classList].slice(0, 2).join('.')}`);
      found.push({ kind, text: text.slice(0, 90), place: chain.join(' > ') });
    };
    const names = (options: Intl.DateTimeFormatOptions, count: number): string[] =>
      Array.from({ length: count }, (_, at) =>
        new Intl.DateTimeFormat('en-GB', options).format(Date.UTC(2026, 0, 4 + at * 26)),
      );
    const written = new Set(
      [
        ...names({ month: 'long' }, 14),
        ...names({ month: 'short' }, 14),
        ...names({ weekday: 'long' }, 14),
        ...names({ weekday: 'short' }, 14),
        ...words,
        'ago',
        'now',
        'hour',
        'hours',
        'minute',
        'minutes',
        'day',
        'days',
        'yesterday',
        'tomorrow',
        'in',
        'and',
        'min',
        'hr',
        'secs',
        'sec',
        'kWh',
        'MWh',
        'kWp',
      ].map((word) => word.toLowerCase()),
    );
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('[aria-hidden="true"], canvas, svg') === null;
    const isWhole = (element: Element): boolean => element.closest('[title]') !== null;
    const isTyped = (element: Element): boolean => element.closest('[data-written], textarea, pre, code, kbd') !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown: { element: Element; text: string; rect: DOMRect }[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (element === null || text === '' || !isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rect = range.getBoundingClientRect();
      if (rect.width <= 2 || rect.height <= 2) continue;
      let isClipped = false;
      let isScrolled = false;
      for (let box: Element | null = element; box !== null && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        const bounds = box.getBoundingClientRect();
        if (bounds.width <= 2 || style.clip === 'rect(0px, 0px, 0px, 0px)') {
          isScrolled = true;
          break;
        }
        if (/auto|scroll/.test(style.overflowX) || /auto|scroll/.test(style.overflowY)) {
          isScrolled = true;
          break;
        }
        const cuts = /hidden|clip/;
        // What lies wholly beyond the box, or in rows that are moved below its edge, is scrolled to and not cut off.
        const isBeyond =
          rect.bottom <= bounds.top ||
          rect.top >= bounds.bottom ||
          rect.right <= bounds.left ||
          rect.left >= bounds.right;
        const isRowMoved = element.closest('[role="row"]') !== null && box.querySelector('[role="row"]') !== null;
        if (isBeyond) {
          isScrolled = true;
          break;
        }
        const isWide = cuts.test(style.overflowX) && (rect.right > bounds.right + 1 || rect.left < bounds.left - 1);
        const isHigh =
          !isRowMoved && cuts.test(style.overflowY) && (rect.bottom > bounds.bottom + 3 || rect.top < bounds.top - 3);
        if (isWide || isHigh) isClipped = true;
      }
      if (isClipped && !isWhole(element)) say('clipped', element, text);
      if (!isScrolled && (rect.right > window.innerWidth + 1 || rect.left < -1)) say('outside', element, text);
      const around = element.parentElement?.textContent ?? '';
      const isMarked = text.includes('⟦') || (element.textContent ?? '').includes('⟦') || around.includes('⟦');
      const plain = text.match(/[A-Za-z]{4,}/g) ?? [];
      if (
        !isMarked &&
        !isTyped(element) &&
        plain.some((word) => !written.has(word.toLowerCase()) && !/^[0-9a-f]+$/i.test(word))
      )
        say('hard-coded', element, text);
      shown.push({ element, text, rect });
    }
    const bars = 'header, nav, [role="group"], [role="tablist"], [role="toolbar"], [role="radiogroup"]';
    const barOf = (element: Element): Element | null => {
      let bar = element.closest(bars);
      for (let outer = bar; outer !== null; outer = outer.parentElement?.closest(bars) ?? null) bar = outer;
      return bar;
    };
    const inBars = shown.flatMap((one) => {
      const bar = barOf(one.element);
      return bar === null ? [] : [{ ...one, bar }];
    });
    for (const [place, one] of inBars.entries())
      for (const other of inBars.slice(place + 1)) {
        if (one.bar !== other.bar || one.element === other.element) continue;
        const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const height = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        if (width > 2 && height > 4) say('overlapping', one.element, `${one.text} / ${other.text}`);
      }
    return found;
  }, dataWords);
}
