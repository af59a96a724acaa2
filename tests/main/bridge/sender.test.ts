import { describe, expect, it } from 'vitest';
import { refusalOf } from '#main/bridge/sender.ts';

const origin = 'app://console';
const page = { url: 'app://console/#/members', parent: null };

describe('who may call', () => {
  it('is the console’s own page in its own window', () => {
    expect(refusalOf({ frame: page, isKnownWindow: true }, origin)).toBeNull();
  });

  it.each([
    ['a frame that is gone', { frame: null, isKnownWindow: true }],
    ['an unknown window', { frame: page, isKnownWindow: false }],
    ['a frame inside the page', { frame: { ...page, parent: page }, isKnownWindow: true }],
    ['another host', { frame: { url: 'app://other/', parent: null }, isKnownWindow: true }],
    [
      'a host that only begins alike',
      { frame: { url: 'app://console.example.invalid/', parent: null }, isKnownWindow: true },
    ],
    ['the web', { frame: { url: 'https://example.invalid/?next=app://console', parent: null }, isKnownWindow: true }],
    ['an empty page', { frame: { url: 'about:blank', parent: null }, isKnownWindow: true }],
    ['a page without an address', { frame: { url: '', parent: null }, isKnownWindow: true }],
  ])('is not %s', (_name, sender) => {
    expect(refusalOf(sender, origin)).toEqual(expect.any(String));
  });
});
