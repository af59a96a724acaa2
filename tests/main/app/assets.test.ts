import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentTypeOf, resolveAsset } from '#main/app/assets.ts';

const root = path.resolve('/opt/console/renderer');
const get = (url: string) => resolveAsset(root, 'GET', url);

describe('the files of the page', () => {
  it('answers index.html for the root and every other file by its name', () => {
    expect(get('app://console/')).toEqual({ file: path.join(root, 'index.html') });
    expect(get('app://console')).toEqual({ file: path.join(root, 'index.html') });
    expect(get('app://console/?a=1#b')).toEqual({ file: path.join(root, 'index.html') });
    expect(get('app://console/assets/index-4f2a.js')).toEqual({ file: path.join(root, 'assets', 'index-4f2a.js') });
    expect(get('app://console/assets/K%C3%BCche.svg')).toEqual({ file: path.join(root, 'assets', 'Küche.svg') });
  });

  it('does not answer a missing page with index.html', () => {
    expect(get('app://console/members')).toEqual({ file: path.join(root, 'members') });
  });

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'get'])('refuses %s', (method) => {
    expect(resolveAsset(root, method, 'app://console/')).toEqual({ status: 405 });
  });

  it.each([
    'app://other/',
    'app://console.evil.example/',
    'app://evil@console/',
    'app://console:81/',
    'file:///etc/passwd',
    'https://console/',
    'app:console',
  ])('refuses %s, which is another host', (url) => {
    expect(get(url)).toEqual({ status: 404 });
  });

  it.each([
    'app://console/..%2f..%2fetc/passwd',
    'app://console/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://console/assets/..%2F..%2F..%2Fkeystore.json',
    'app://console/..%2frenderer-secrets/key',
  ])('refuses %s, which leads out of the folder', (url) => {
    expect(get(url)).toEqual({ status: 403 });
  });

  it.each([
    'app://console/..\\..\\x',
    'app://console/a%5c..%5c..%5cx',
    'app://console/C:%2fx',
    'app://console/a%00.js',
    'app://console/%zz',
    'app://console/CON',
    'app://console/assets/nul.js',
    'app://console/com1%20/a.css',
  ])('refuses %s, which no file of ours is called', (url) => {
    expect(get(url)).toEqual({ status: 400 });
  });

  it('never leaves its folder, whatever is asked for', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '/', '%2f', '%2e%2e', '\\', '%5c', '%00', 'a', 'renderer', '%252e'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const asset = get(`app://console/${parts.join('')}`);
        if ('file' in asset) expect(path.relative(root, asset.file)).not.toMatch(/^\.\.([/\\]|$)|^$/);
      }),
    );
  });

  it('tells the browser what each file is, and to interpret nothing that it does not know', () => {
    expect(contentTypeOf('/x/index.html')).toBe('text/html; charset=utf-8');
    expect(contentTypeOf('/x/a.JS')).toBe('text/javascript; charset=utf-8');
    expect(contentTypeOf('/x/inter.woff2')).toBe('font/woff2');
    expect(contentTypeOf('/x/unknown')).toBe('application/octet-stream');
  });
});
