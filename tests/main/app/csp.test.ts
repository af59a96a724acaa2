import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, devContentSecurityPolicy, newNonce, withNonce } from '#main/app/csp.ts';

describe('the content security policy', () => {
  it('is the one the architecture asks for', () => {
    expect(contentSecurityPolicy('N0nce')).toBe(
      "default-src 'none'; script-src 'self'; style-src-elem 'self' 'nonce-N0nce'; style-src-attr 'unsafe-inline'; " +
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'",
    );
  });

  it('has a new nonce for each page', () => {
    const nonces = new Set(Array.from({ length: 100 }, newNonce));
    expect(nonces.size).toBe(100);
    for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
  });

  it('reaches the page in its meta element, once, however it is written', () => {
    const meta = '<meta name="csp-nonce" content="N" />';
    expect(withNonce('<head><title>x</title><meta name="csp-nonce" content=""/></head>', 'N')).toBe(
      `<head><title>x</title>${meta}</head>`,
    );
    expect(withNonce('<head><meta content="" name="csp-nonce"></head>', 'N')).toBe(`<head>${meta}</head>`);
    expect(withNonce('<html><head>\n</head></html>', 'N')).toBe(`<html><head>${meta}\n</head></html>`);
  });

  it('lets the dev server in, but no other network', () => {
    const policy = devContentSecurityPolicy('http://localhost:5173');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' ws://localhost:5173;");
  });
});
