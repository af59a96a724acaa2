import { describe, expect, it } from 'vitest';
import { parseMissingLibraries } from '#tools/electron-runtime/system-libraries.ts';

describe('the library check', () => {
  it('names the libraries that the linker does not find', () => {
    const ldd = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibnss3.so => not found',
      '\tlibdrm.so.2 => /lib/x86_64-linux-gnu/libdrm.so.2 (0x00007f)',
      '\tlibgtk-3.so.0 => not found',
      '\t/lib64/ld-linux-x86-64.so.2 (0x00007f)',
    ].join('\n');
    expect(parseMissingLibraries(ldd)).toEqual(['libnss3.so', 'libgtk-3.so.0']);
  });

  it('finds nothing missing on a complete machine', () => {
    expect(parseMissingLibraries('\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n')).toEqual([]);
  });
});
