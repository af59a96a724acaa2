import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '#main/app/file-content.ts';
import { safeFileName } from '#main/app/file-names.ts';
import { profileWriteFailure, writeFailure } from '#shared/contract/write-failures.ts';

describe('a suggested file name', () => {
  it.each([
    ['Energy of March', 'csv', 'Energy of March.csv'],
    ['energy.csv', 'csv', 'energy.csv'],
    ['energy.CSV', 'csv', 'energy.csv'],
    ['../../etc/passwd', 'csv', 'etc passwd.csv'],
    ['C:\\Windows\\x', 'png', 'C Windows x.png'],
    ['.bashrc', 'csv', 'bashrc.csv'],
    ['report.exe', 'csv', 'report.exe.csv'],
    ['CON', 'csv', 'commonwatt.csv'],
    ['con.txt', 'csv', 'commonwatt.csv'],
    ['\u202Efdp.csv', 'png', 'fdp.csv.png'],
    ['...', 'csv', 'commonwatt.csv'],
    ['Küche – Übersicht', 'png', 'Küche – Übersicht.png'],
  ])('"%s" is saved as %s: "%s"', (suggested, type, expected) => {
    expect(safeFileName(suggested, type)).toBe(expected);
  });

  it('is one visible file of its type, whatever the page suggests', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (suggested) => {
        const name = safeFileName(suggested, 'csv');
        expect(name).toMatch(/^[^./\\:*?"<>|][^/\\:*?"<>|]*\.csv$/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('the content to save', () => {
  it('is text as it is and a picture from base64', () => {
    expect(bytesOf('csv', 'Zähler;kWh')).toEqual(Buffer.from('Zähler;kWh'));
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]);
    expect(bytesOf('png', png.toString('base64'))).toEqual(png);
  });

  it('is refused when a picture is none', () => {
    expect(() => bytesOf('png', Buffer.from('<script>').toString('base64'))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });

  it('says when the disk is full and when the folder refuses, with the name but not the path', () => {
    const full = writeFailure(Object.assign(new Error('/home/anna/x.csv'), { code: 'ENOSPC' }), 'x.csv').toProblem('c');
    expect(full).toMatchObject({ code: 'DISK_FULL', retryable: true, details: { file: 'x.csv' } });
    const refused = writeFailure(Object.assign(new Error('/home/anna/x.csv'), { code: 'EACCES' }), 'x.csv').toProblem(
      'c',
    );
    expect(refused).toMatchObject({ code: 'INPUT_INVALID' });
    const profile = profileWriteFailure(Object.assign(new Error('/home/anna/p.json'), { code: 'EROFS' }), 'p.json');
    expect(profile).toMatchObject({ code: 'INTERNAL', details: { file: 'p.json' } });
    expect(JSON.stringify([full, refused, profile.toProblem('c')])).not.toContain('anna');
  });
});
