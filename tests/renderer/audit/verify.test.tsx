// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ReportCheck } from '#shared/contract/report-records.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { VerifyView } from '#renderer/pages/audit/verify/verify-view.tsx';
import { messageOf } from '../offers/fields.tsx';
import { showAudit, textOf } from './page.tsx';

const FINGERPRINT = '3F1C 9A52 6D0E 4C8B 9A57 2B1E OD4C 6F8O';

async function typed(id: string, fingerprint: string, options: FakeOptions = {}) {
  const rendered = showAudit(<VerifyView />, '/audit/verify?period=today', options);
  fireEvent.change(await screen.findByLabelText('Report id'), { target: { value: id } });
  fireEvent.change(screen.getByLabelText('Fingerprint'), { target: { value: fingerprint } });
  fireEvent.click(screen.getByRole('button', { name: 'Verify' }));
  return rendered;
}

const result = () => screen.findByRole('region', { name: 'What the check says' });

/** Verifies with an answer in place of the invented one, and reads what is said. */
async function saidOf(check: Partial<ReportCheck>): Promise<string> {
  const answer: ReportCheck = {
    reportId: 'CW-7K2M-9QX4-T5BN',
    verdict: 'same',
    report: null,
    sections: [],
    file: null,
    ...check,
  };
  await typed('7k2m9qx4t5bn', FINGERPRINT, { answers: { 'reports.check': answer } });
  await within(await result()).findByRole('status');
  return textOf(await result());
}

describe('verifying a printed report', () => {
  it('takes id and fingerprint as people type them', async () => {
    const { bridge } = await typed('cw 7k2m 9qx4 t5bn', FINGERPRINT);
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'reports.verify')?.input).toEqual({
        reportId: 'CW-7K2M-9QX4-T5BN',
        fingerprint: '3f1c9a526d0e4c8b9a572b1e0d4c6f80',
      }),
    );
  });

  it('says at each field what is not right yet, and asks for nothing', async () => {
    const { bridge } = await typed('CW-7K2M', '3f1c 9a5g');
    expect(messageOf('Report id')).toContain('twelve digits or letters after “CW”');
    expect(messageOf('Fingerprint')).toContain('“g” is none of its signs');
    fireEvent.change(screen.getByLabelText('Fingerprint'), { target: { value: FINGERPRINT.slice(0, -1) } });
    expect(messageOf('Fingerprint')).toContain('One digit is missing.');
    expect(bridge.calls.some(({ method }) => method === 'reports.verify')).toBe(false);
  });

  it('says what the data give, what that means, and which report it was', async () => {
    await typed('CW-7K2M-9QX4-T5BN', FINGERPRINT);
    const said = await within(await result()).findByRole('status');
    expect(textOf(said)).toContain('Report CW-7K2M-9QX4-T5BN was made here, but with another fingerprint.');
    expect(textOf(said)).toContain('do not rely on its figures');
    expect(textOf(said)).toMatch(/Made here: Monthly community report, June 2026, on 22 Jul 2026/);
    expect(within(said).getByRole('link', { name: 'Show the report' }).getAttribute('href')).toBe(
      '/audit/report/CW-7K2M-9QX4-T5BN?period=today',
    );
  });

  it('names the parts whose figures differ', async () => {
    const said = await saidOf({ verdict: 'data-changed', sections: ['Prices', 'Savings'] });
    expect(said).toContain('Genuine, but the data have changed since');
    expect(said).toContain('PricesSavings');
  });

  it.each([
    [{ verdict: 'same' }, 'Genuine, and still true'],
    [{ verdict: 'unknown' }, 'No report CW-7K2M-9QX4-T5BN was made at this desk.'],
    [{ verdict: 'data-gone' }, 'are not on this desk any more'],
    [{ file: 'not-as-saved' }, 'The file itself is not the one that was saved here'],
  ] as const)('has an answer for %j', async (check, words) => {
    expect(await saidOf(check)).toContain(words);
  });

  it('reads both from a PDF, and says whether the file is the one that was saved', async () => {
    showAudit(<VerifyView />, '/audit/verify?period=today');
    fireEvent.click(await screen.findByRole('button', { name: 'Choose a PDF…' }));
    const said = await within(await result()).findByRole('status');
    expect(textOf(said)).toContain('Genuine, and still true');
    expect(textOf(said)).toContain('byte for byte');
  });

  it('says of a PDF without an id that it is no report', async () => {
    const none: ReportCheck = { reportId: '', verdict: 'unknown', report: null, sections: [], file: 'no-report' };
    showAudit(<VerifyView />, '/audit/verify?period=today', { answers: { 'reports.check': none } });
    fireEvent.click(await screen.findByRole('button', { name: 'Choose a PDF…' }));
    await waitFor(async () => expect(textOf(await result())).toContain('This file is no report of this console.'));
  });
});
