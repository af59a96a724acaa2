import {
  createTheme,
  mergeThemeOverrides,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';
import type { Meaning } from '#shared/format/meaning.ts';
import { paletteOf, type ColourScheme } from '../charts/palette.ts';

/** The one accent: a calm teal green. Shade 7 carries white text, shade 4 reads on the dark surface. */
const accent: MantineColorsTuple = [
  '#EAF7F3',
  '#D3EEE7',
  '#A5DDCF',
  '#75CDB9',
  '#48BBA3',
  '#22A78D',
  '#128F78',
  '#0B7463',
  '#085C4F',
  '#06463D',
];

/** Cool greys; 6 is the palest that small text may have on white and on the ground (4.5:1). */
const gray: MantineColorsTuple = [
  '#F4F6F9',
  '#ECEFF3',
  '#E2E7ED',
  '#D3DAE2',
  '#BAC4CF',
  '#8793A2',
  '#5A6675',
  '#4C5867',
  '#2E3947',
  '#17202B',
];

/** For what goes away or went wrong; shade 7 carries white text. */
const red: MantineColorsTuple = [
  '#FDEEEE',
  '#FADADB',
  '#F3B0B2',
  '#EC8387',
  '#E86065',
  '#E5484D',
  '#D5353B',
  '#BF242B',
  '#A01B22',
  '#82141A',
];

/** From text (0) over quiet text (2), lines (4), hover (5) and fields (6) to the surface (7) and what lies under it (9). */
const dark: MantineColorsTuple = [
  '#EDF1F6',
  '#CDD5DF',
  '#AAB5C4',
  '#909DAE',
  '#354050',
  '#2A3340',
  '#1F2733',
  '#171E28',
  '#121922',
  '#0C1118',
];

/** The palette's meanings as small text: at least 4.5:1 on the surface and on the ground of each scheme. */
export const meaningText: Record<ColourScheme, Record<Meaning, string>> = {
  light: { production: '#8A5000', consumption: '#1F5FD6', trade: '#0A7264', grid: '#566172', failure: '#BF242B' },
  dark: { production: '#F5B55E', consumption: '#8AB4FF', trade: '#3ECDBD', grid: '#A9B3C2', failure: '#FF8A8E' },
};

/** The two grounds: panels and fields lie on `surface`, panels lie on `ground`. */
export const grounds: Record<
  ColourScheme,
  { readonly surface: string; readonly ground: string; readonly quiet: string }
> = {
  light: { surface: '#FFFFFF', ground: gray[0], quiet: gray[6] },
  dark: { surface: dark[7], ground: '#0F151D', quiet: dark[2] },
};

const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 7,
  colors: { accent, gray, red, dark },
  white: '#FFFFFF',
  black: gray[9],
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, events: { hover: true, focus: true, touch: true } } },
    // The library's focus placeholder is a child that no menu may have (ARIA).
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'md', withinPortal: true } },
    Modal: {
      defaultProps: { centered: true, lockScroll: false, overlayProps: { backgroundOpacity: 0.45 } },
      styles: { title: { fontSize: '1rem', fontWeight: 600 } },
    },
    // The window itself never scrolls, and the lock would insert a style without the page's nonce.
    Drawer: { defaultProps: { lockScroll: false } },
    // A <header> in a dialog would be read as the banner of the window.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Skeleton: { defaultProps: { radius: 'sm' } },
    // A failure's notice is an alert (see showFailure); any other can wait.
    Notification: { defaultProps: { role: 'status' } },
  },
});

/** The console's theme, with the name that screen readers give every closing cross. */
export function withCloseLabel(label: string): MantineThemeOverride {
  return mergeThemeOverrides(
    theme,
    createTheme({ components: { CloseButton: { defaultProps: { 'aria-label': label } } } }),
  );
}

function schemeVariables(scheme: ColourScheme): Record<string, string> {
  const palette = paletteOf(scheme);
  const { surface, ground, quiet } = grounds[scheme];
  const meanings = Object.keys(palette.fill) as Meaning[];
  return {
    '--mantine-color-body': surface,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': quiet,
    '--mantine-color-placeholder': quiet,
    '--mantine-color-error': meaningText[scheme].failure,
    '--mantine-color-accent-light': scheme === 'light' ? accent[0] : '#12322F',
    '--mantine-color-accent-light-hover': scheme === 'light' ? accent[1] : '#173E39',
    '--mantine-color-accent-light-color': scheme === 'light' ? accent[8] : accent[2],
    '--cw-ground': ground,
    '--cw-surface': surface,
    '--cw-line': scheme === 'light' ? gray[2] : dark[5],
    '--cw-focus': scheme === 'light' ? accent[7] : accent[4],
    '--cw-selected': 'var(--mantine-color-accent-light)',
    '--cw-selected-text': 'var(--mantine-color-accent-light-color)',
    '--cw-attention': scheme === 'light' ? '#FFF6E6' : '#2F2717',
    '--cw-alarm': scheme === 'light' ? '#FDEEEE' : '#35191D',
    ...Object.fromEntries(
      meanings.flatMap((name) => [
        [`--cw-${name}`, palette.fill[name]],
        [`--cw-${name}-line`, palette.line[name]],
        [`--cw-${name}-text`, meaningText[scheme][name]],
      ]),
    ),
  };
}

/** The console's own variables (`--cw-...`) beside Mantine's, for both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables('light'),
  dark: schemeVariables('dark'),
});
