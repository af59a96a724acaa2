import { createSpotlight } from '@mantine/spotlight';

/** Whether the palette is open, and what opens and closes it from anywhere. */
export const [paletteStore, palette] = createSpotlight();
