/** Content of a chart's tooltip, made of elements and text nodes: nothing in the data can become markup. */

/** The form of a mark in legends and tooltips: a meaning is never told by colour alone. */
export type Mark = 'area' | 'dense-area' | 'swatch' | 'hatched' | 'line' | 'dashed' | 'dotted' | 'held-back' | 'point';

export interface TooltipRow {
  /** Colour of the mark; a row without one has no mark. */
  readonly colour?: string;
  readonly mark?: Mark;
  readonly label: string;
  readonly value: string;
}

function element(tag: string, style: Partial<CSSStyleDeclaration>, text = ''): HTMLElement {
  const made = document.createElement(tag);
  Object.assign(made.style, style);
  made.textContent = text;
  return made;
}

function markOf({ colour, mark }: TooltipRow): HTMLElement {
  const wide = { width: '12px', flex: 'none' };
  if (colour === undefined) return element('span', wide);
  if (mark === 'area' || mark === 'dense-area' || mark === 'swatch' || mark === 'hatched') {
    return element('span', { ...wide, height: '10px', borderRadius: '2px', background: colour });
  }
  const line = mark === 'dashed' || mark === 'dotted' ? mark : 'solid';
  return element('span', { ...wide, height: '0', borderTop: `2px ${line} ${colour}` });
}

/** A heading, rows of mark, name and value, and an optional closing sentence. */
export function tooltipContent(heading: string, rows: readonly TooltipRow[], note?: string): HTMLElement {
  const box = element('div', { minWidth: '160px', fontVariantNumeric: 'tabular-nums' });
  box.append(element('div', { fontWeight: '600', marginBottom: '4px' }, heading));
  for (const row of rows) {
    const line = element('div', { display: 'flex', alignItems: 'center', gap: '8px', lineHeight: '20px' });
    line.append(
      markOf(row),
      element('span', { flex: '1', paddingRight: '16px' }, row.label),
      element('span', { fontWeight: '600' }, row.value),
    );
    box.append(line);
  }
  if (note !== undefined) {
    box.append(element('div', { marginTop: '4px', maxWidth: '240px', whiteSpace: 'normal' }, note));
  }
  return box;
}
