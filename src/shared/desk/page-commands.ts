/** What the native menu may ask of the page, a closed list. Each only opens something: what it says is decided there. */
export const pageCommands = ['import', 'export', 'find', 'keys', 'new-offer', 'new-rule', 'help', 'tour'] as const;
export type PageCommand = (typeof pageCommands)[number];
