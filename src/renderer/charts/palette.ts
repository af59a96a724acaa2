/**
 * Colours with fixed meanings (the house palette) and the neutral inks that a canvas cannot take from CSS. A meaning is never told by its
 * colour alone: every mark also has its own form (see legend.tsx).
 */

import { lineOnWhite, meaning, type Meaning } from '#shared/format/meaning.ts';

export type ColourScheme = 'light' | 'dark';

export interface Palette {
  readonly scheme: ColourScheme;
  /** The fill of each meaning: the same in both schemes. */
  readonly fill: Record<Meaning, string>;
  /** The line of each meaning: at least 3:1 against the surface of the scheme (WCAG 2.2, 1.4.11). */
  readonly line: Record<Meaning, string>;
  readonly text: string;
  /** Axis labels and other small text: at least 4.5:1 against the surface. */
  readonly quietText: string;
  readonly surface: string;
  readonly gridLine: string;
  readonly axisLine: string;
  readonly tooltip: string;
  /** Middle of the diverging map scale: neither imports nor exports. */
  readonly balanced: string;
  readonly district: string;
  readonly districtLine: string;
}

const light: Palette = {
  scheme: 'light',
  fill: meaning,
  line: lineOnWhite,
  text: '#17202B',
  quietText: '#4C5867',
  surface: '#FFFFFF',
  gridLine: '#E6EAF0',
  axisLine: '#C3CBD6',
  tooltip: '#FFFFFF',
  balanced: '#EEF1F5',
  district: '#F4F6F9',
  districtLine: '#CBD3DD',
};

const dark: Palette = {
  scheme: 'dark',
  fill: meaning,
  line: { production: '#F2A33A', consumption: '#6BA1FF', trade: '#2CC2B2', grid: '#98A2B2', failure: '#FF6B70' },
  text: '#EDF1F6',
  quietText: '#AAB5C4',
  surface: '#171E28',
  gridLine: '#29323F',
  axisLine: '#46515F',
  tooltip: '#222B37',
  balanced: '#3A4452',
  district: '#1D2530',
  districtLine: '#3B4654',
};

/** The palette of a colour scheme. */
export function paletteOf(scheme: ColourScheme): Palette {
  return scheme === 'dark' ? dark : light;
}

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The colour between two `#rrggbb` colours at `share` (0 is `from`, 1 is `to`), mixed per sRGB channel. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const mixed = a.map((channel, index) => Math.round(channel + (b[index] - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** `#rrggbb` with an opacity 0..1. */
export function withOpacity(hex: string, opacity: number): string {
  return `rgba(${channels(hex).join(', ')}, ${opacity})`;
}

/** Relative luminance 0..1 of `#rrggbb` (WCAG 2.2, definition of relative luminance). */
function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio 1..21 of two `#rrggbb` colours (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [bright, dim] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
}

/** Black or white ink, whichever reads better on `ground`. */
export function inkOn(ground: string): string {
  return contrast(ground, '#000000') >= contrast(ground, '#FFFFFF') ? '#000000' : '#FFFFFF';
}
