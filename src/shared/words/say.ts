/** Gives the text of a key of one namespace, filled in: i18next's `t` of that namespace, whoever has it. */
export type Say = (...args: [key: string] | [key: string, values: Readonly<Record<string, string | number>>]) => string;
