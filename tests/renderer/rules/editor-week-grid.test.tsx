// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { WeekGridPicker } from '#renderer/pages/rules/week-grid/week-grid-picker.tsx';
import { WeekGrid } from '#renderer/pages/rules/week-grid/week-grid.tsx';
import { renderInProviders } from '../render.tsx';

afterEach(cleanup);

function Picker({ begin }: { readonly begin: string }): ReactNode {
  const [text, setText] = useState(begin);
  return <WeekGridPicker value={text} onChange={setText} error={undefined} />;
}

const show = (begin = '') => renderInProviders(<Picker begin={begin} />);
const typed = () => screen.getByLabelText<HTMLTextAreaElement>(/^The same as text/);
const places = () => [...screen.getByRole('grid').querySelectorAll<HTMLElement>('[data-day]')];
/** A head has its name as text, a cell as label. */
const nameOf = (place: Element) => place.getAttribute('aria-label') ?? place.lastElementChild!.textContent;
const cell = (name: string) => places().find((place) => nameOf(place).startsWith(`${name}, `))!;
const stateOf = (name: string) => nameOf(cell(name)).split(', ').at(-1);

function drag(from: string, to: string): void {
  fireEvent.pointerDown(cell(from), { button: 0 });
  fireEvent.pointerOver(cell(to));
  fireEvent.pointerUp(cell(to));
}

/** Presses a key where the focus is. */
const press = (key: string, shiftKey = false) => fireEvent.keyDown(document.activeElement!, { key, shiftKey });

describe('the picture of a week', () => {
  it('has a bar for each day and fills it to the minute', () => {
    renderInProviders(<WeekGrid windows={['Mo 06:15-07:30', 'nonsense']} size="row" label="Mondays" />);
    const picture = screen.getByRole('img', { name: 'Mondays' });
    const [monday, tuesday] = [...picture.querySelectorAll('g')].map((bar) =>
      [...bar.querySelectorAll('rect')].map((span) => [span.getAttribute('x'), span.getAttribute('width')]),
    );
    expect(monday).toEqual([
      [null, '1440'],
      ['375', '75'],
    ]);
    expect(tuesday).toEqual([[null, '1440']]);
  });
});

describe('painting a week', () => {
  it('dragging over closed hours opens the rectangle, and the text says the same', () => {
    show();
    drag('Monday 06:00–07:00', 'Wednesday 08:00–09:00');
    expect(typed().value).toBe('Mo-We 06:00-09:00');
    expect(stateOf('Tuesday 07:00–08:00')).toBe('open');
  });

  it('dragging that begins on an open hour erases', () => {
    show('* 00:00-24:00');
    drag('Sunday 00:00–01:00', 'Sunday 23:00–24:00');
    expect(typed().value).toBe('Mo-Sa 00:00-24:00');
  });

  it('an hour of which only some quarters are open is told apart, and is filled first', () => {
    show('Mo 06:15-07:00');
    expect(stateOf('Monday 06:00–07:00')).toBe('partly open');
    drag('Monday 06:00–07:00', 'Monday 06:00–07:00');
    expect(typed().value).toBe('Mo 06:00-07:00');
  });

  it('the heads paint a whole day, an hour of every day, and the week', () => {
    show();
    drag('All of Tuesday', 'All of Tuesday');
    expect(typed().value).toBe('Tu 00:00-24:00');
    drag('12:00–13:00 on every day', '12:00–13:00 on every day');
    expect(stateOf('Sunday 12:00–13:00')).toBe('open');
    drag('The whole week', 'The whole week');
    expect(typed().value).toBe('* 00:00-24:00');
  });

  it('works with the keyboard: arrows move, Space paints, Shift and arrows go on with it', () => {
    show();
    cell('Monday 00:00–01:00').focus();
    press('ArrowDown');
    press('ArrowRight');
    press(' ');
    expect(typed().value).toBe('Tu 01:00-02:00');
    press('ArrowRight', true);
    press('ArrowDown', true);
    expect(typed().value).toBe('Tu,We 01:00-03:00');
    expect(document.activeElement).toBe(cell('Wednesday 02:00–03:00'));
    press('ArrowUp', true);
    expect(typed().value).toBe('Tu 01:00-03:00');
    press(' ');
    expect(typed().value).toBe('Tu 01:00-02:00');
  });

  it.each([
    ['Always', '* 00:00-24:00'],
    ['By day', '* 07:00-18:00'],
    ['At night', '* 18:00-07:00'],
    ['Weekend', 'Sa,Su 00:00-24:00'],
  ])('%s is %s', (preset, windows) => {
    show();
    fireEvent.click(screen.getByText(preset));
    expect(typed().value).toBe(windows);
  });
});

describe('typing windows', () => {
  it('changes the grid', () => {
    show();
    fireEvent.change(typed(), { target: { value: 'Sa 22:00-02:00' } });
    expect(stateOf('Sunday 01:00–02:00')).toBe('open');
    expect(stateOf('Sunday 02:00–03:00')).toBe('closed');
  });

  it('a line that cannot be read says why and leaves the grid as it was', () => {
    show('Mo 06:00-07:00');
    fireEvent.change(typed(), { target: { value: 'Mo 06:00-07:00\nXx 08:00-09:00' } });
    expect(screen.getByText(/^Line 2: “Xx” is no day\. Use Mo, Tu/)).toBeDefined();
    expect(typed().getAttribute('aria-invalid')).toBe('true');
    fireEvent.change(typed(), { target: { value: 'Mo 06:00-0' } });
    expect(screen.getByText(/^Line 1: “0” is no time/)).toBeDefined();
    expect(stateOf('Monday 06:00–07:00')).toBe('open');
  });
});
