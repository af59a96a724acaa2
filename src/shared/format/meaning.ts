/** The house palette: one colour, one meaning, in both schemes. */
export const meaning = {
  production: '#F2A33A',
  consumption: '#4C8DFF',
  trade: '#16A596',
  grid: '#8B95A5',
  failure: '#E5484D',
} as const;
export type Meaning = keyof typeof meaning;

/** The same as lines and small marks on white: at least 3:1 (WCAG 2.2, 1.4.11). */
export const lineOnWhite: Readonly<Record<Meaning, string>> = {
  production: '#B86E0C',
  consumption: '#3478F0',
  trade: '#0E8578',
  grid: '#6C7686',
  failure: '#D3353B',
};
