/** How every icon of the palette is drawn. */
export const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;
