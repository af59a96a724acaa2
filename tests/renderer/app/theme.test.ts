import { DEFAULT_THEME } from '@mantine/core';
import { describe, expect, it } from 'vitest';
import { cssVariables, grounds, meaningText } from '#renderer/app/theme.ts';
import { contrast, paletteOf, type ColourScheme } from '#renderer/charts/palette.ts';
import type { Meaning } from '#shared/format/meaning.ts';

const AA_TEXT = 4.5;
const AA_PARTS = 3;
const schemes: readonly ColourScheme[] = ['light', 'dark'];
const meanings = Object.keys(meaningText.light) as Meaning[];

describe.each(schemes)('in the %s scheme', (scheme) => {
  const { surface, ground, quiet } = grounds[scheme];

  it.each(meanings)('%s as text reads on panels and on the ground', (meaning) => {
    expect(contrast(meaningText[scheme][meaning], surface)).toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast(meaningText[scheme][meaning], ground)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('quiet text reads on panels and on the ground', () => {
    expect(contrast(quiet, surface)).toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast(quiet, ground)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('the ring around what has the focus is seen on panels and on the ground', () => {
    const ring = cssVariables(DEFAULT_THEME)[scheme]['--cw-focus'];
    expect(contrast(ring, surface)).toBeGreaterThanOrEqual(AA_PARTS);
    expect(contrast(ring, ground)).toBeGreaterThanOrEqual(AA_PARTS);
  });

  it('panels have the surface that the charts are drawn for', () => {
    expect(paletteOf(scheme).surface).toBe(surface);
  });
});
