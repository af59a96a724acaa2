import { describe, expect, it } from 'vitest';
import { contrast, inkOn, mix, paletteOf } from '#renderer/charts/palette.ts';
import { meaning } from '#shared/format/meaning.ts';

const schemes = ['light', 'dark'] as const;

describe.each(schemes)('the %s palette', (scheme) => {
  const palette = paletteOf(scheme);

  it('keeps the fixed colour of every meaning', () => {
    expect(palette.fill).toEqual({
      production: '#F2A33A',
      consumption: '#4C8DFF',
      trade: '#16A596',
      grid: '#8B95A5',
      failure: '#E5484D',
    });
  });

  it.each(Object.keys(meaning) as (keyof typeof meaning)[])('draws %s lines at 3:1 against the surface', (key) => {
    expect(contrast(palette.line[key], palette.surface)).toBeGreaterThanOrEqual(3);
  });

  it('writes all text at 4.5:1 against surface and tooltip', () => {
    for (const ink of [palette.text, palette.quietText]) {
      expect(contrast(ink, palette.surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ink, palette.tooltip)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('writes the member count at 4.5:1 on every colour of the map scale', () => {
    for (const end of [palette.fill.production, palette.fill.consumption]) {
      for (let step = 0; step <= 20; step++) {
        const ground = mix(palette.balanced, end, step / 20);
        expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
