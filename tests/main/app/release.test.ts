import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReleased, switchRefusal } from '#main/app/release.ts';

describe('a release', () => {
  it('is told by Electron, and by the archive when the program was given Electron’s own name', () => {
    const archived = path.join('opt', 'console', 'resources', 'app.asar', 'out', 'main');
    expect(isReleased(path.join('home', 'app.asarium', 'out', 'main'), false)).toBe(false);
    expect(isReleased(archived, false)).toBe(true);
    expect(isReleased('out', true)).toBe(true);
  });

  it.each(['remote-debugging-port', 'remote-debugging-pipe', 'inspect-brk', 'js-flags', 'no-sandbox', 'gpu-launcher'])(
    'does not start with --%s, and says what to do',
    (name) => {
      expect(switchRefusal((asked) => asked === name)).toContain(`--${name}`);
      expect(switchRefusal((asked) => asked === name)).toMatch(/Nothing was changed\. Start it without/);
    },
  );

  it('starts with the switches of its own and of the desktop', () => {
    const usual = ['user-data-dir', 'lang', 'password-store', 'ozone-platform', 'force-renderer-accessibility', 'demo'];
    expect(switchRefusal((asked) => usual.includes(asked))).toBeNull();
  });
});
