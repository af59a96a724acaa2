/** Members that a board shows at first, and at most. */
export const TOP_ROWS = 10;
export const ALL_ROWS = 500;
