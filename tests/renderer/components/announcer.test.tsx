// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announce, useCountAnnounced } from '#renderer/components/announce.ts';
import { showFailure } from '#renderer/components/failure-notice.ts';
import { renderInProviders } from '../render.tsx';
import { said } from '../said.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

function List() {
  const [count, setCount] = useState<number>();
  useCountAnnounced('Members', count);
  return <input aria-label="count" onChange={({ currentTarget }) => setCount(Number(currentTarget.value))} />;
}

describe('what is said to screen readers', () => {
  it('has its two places in the page before anything is said', () => {
    renderInProviders(<p>page</p>);
    const places = [...document.querySelectorAll('[data-announcer]')].map((place) => place.getAttribute('aria-live'));
    expect(places).toEqual(['polite', 'assertive']);
    expect(said()).toEqual([]);
  });

  it('is told in the order it was said, also the same twice, and is gone from the page soon', () => {
    renderInProviders(<p>page</p>);
    act(() => {
      announce('saved');
      announce('saved');
    });
    expect(said()).toEqual(['saved', 'saved']);
    pass(5000);
    expect(said()).toEqual([]);
  });

  it('breaks in only when it is assertive', () => {
    renderInProviders(<p>page</p>);
    act(() => announce('the disk is full', 'assertive'));
    expect(said('assertive')).toEqual(['the disk is full']);
    expect(said('polite')).toEqual([]);
  });
});

describe('the count of a list', () => {
  it('is said when it has changed and come to rest, not with the page and not while a filter is being typed', () => {
    renderInProviders(<List />);
    const show = (count: number) => fireEvent.change(screen.getByLabelText('count'), { target: { value: count } });
    show(150);
    pass(1000);
    expect(said()).toEqual([]);
    show(12);
    pass(300);
    show(3);
    pass(1000);
    expect(said()).toEqual(['Members: 3 in the list']);
    show(0);
    pass(1000);
    expect(said().at(-1)).toBe('Members: nothing in the list');
  });
});

describe('a notice', () => {
  it('stays eight seconds, and as long as the focus is within', () => {
    renderInProviders(<p>page</p>);
    act(() => void notifications.show({ message: 'Saved.' }));
    pass(7000);
    expect(screen.getByRole('status').textContent).toContain('Saved.');
    const close = screen.getByRole('button', { name: 'Close' });
    fireEvent.focus(close);
    pass(60_000);
    expect(screen.queryByText('Saved.')).not.toBeNull();
    fireEvent.blur(close);
    pass(8000);
    pass(1000);
    expect(screen.queryByText('Saved.')).toBeNull();
  });

  it('of a failure breaks in and stays until it is closed', () => {
    renderInProviders(<p>page</p>);
    act(() => showFailure({ title: 'Not saved', message: 'Nothing was lost.' }));
    pass(3_600_000);
    expect(screen.getByRole('alert').textContent).toBe('Not savedNothing was lost.');
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    pass(1000);
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
