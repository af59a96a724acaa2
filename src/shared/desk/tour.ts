/** Version of the tour through the window: whoever began an older one is offered the new one once. */
export const TOUR_VERSION = 1;
