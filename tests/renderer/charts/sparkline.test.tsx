// @vitest-environment jsdom
import '../setup-dom.ts';
import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Sparkline, thin } from '#renderer/charts/sparkline.tsx';

describe('a spark line', () => {
  it('sums neighbours when there are many, keeps gaps, and leaves an open group out', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index < 3 ? null : 1));
    const points = thin(values);
    expect(points).toHaveLength(33);
    expect(points.slice(0, 3)).toEqual([null, 3, 3]);
  });

  it('is a picture beside its figure, hidden from screen readers', () => {
    const { container } = render(<Sparkline values={[1, null, 2, 3]} colour="red" form="area" />);
    expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    expect(container.querySelectorAll('path')[1].getAttribute('d')?.match(/M/g)).toHaveLength(2);
  });

  it('draws losses below the line of zero', () => {
    const { container } = render(<Sparkline values={[2, -2]} colour="red" form="line" />);
    expect(container.querySelector('line')?.getAttribute('y1')).toBe('14');
  });

  it('draws one bar for each count that is not zero', () => {
    const { container } = render(<Sparkline values={[0, 1, 0, 2]} colour="red" form="bars" />);
    expect(container.querySelectorAll('rect')).toHaveLength(2);
  });

  it('draws nothing but the line of zero without values', () => {
    const { container } = render(<Sparkline values={[]} colour="red" form="area" />);
    expect(container.querySelector('line')).not.toBeNull();
    expect(container.innerHTML).not.toContain('NaN');
  });
});
