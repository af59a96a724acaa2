// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, render, screen } from '@testing-library/react';
import { Suspense, type ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchedComponent } from '#renderer/app/fetched-component.tsx';

afterEach(cleanup);

function Greeting({ name }: { readonly name: string }): ReactNode {
  return <p>Hello {name}</p>;
}

describe('a component whose code is a file of its own', () => {
  it('is drawn at once where its code was fetched ahead', async () => {
    const { Component, fetchAhead } = fetchedComponent(() => Promise.resolve(Greeting));
    await fetchAhead();
    render(
      <Suspense fallback="waiting">
        <Component name="Anna" />
      </Suspense>,
    );
    expect(screen.getByText('Hello Anna')).toBeDefined();
  });

  it('shows the fallback until its code is there, which is fetched once', async () => {
    let fetches = 0;
    const { Component, fetchAhead } = fetchedComponent(() => {
      fetches++;
      return Promise.resolve(Greeting);
    });
    render(
      <Suspense fallback="waiting">
        <Component name="Anna" />
      </Suspense>,
    );
    expect(screen.getByText('waiting')).toBeDefined();
    expect(await screen.findByText('Hello Anna')).toBeDefined();
    await fetchAhead();
    expect(fetches).toBe(1);
  });

  it('says nothing of code that cannot be fetched ahead, and tries again when it is drawn', async () => {
    let isReachable = false;
    const { Component, fetchAhead } = fetchedComponent(() =>
      isReachable ? Promise.resolve(Greeting) : Promise.reject(new Error('no such file')),
    );
    await fetchAhead();
    isReachable = true;
    render(
      <Suspense fallback="waiting">
        <Component name="Anna" />
      </Suspense>,
    );
    expect(await screen.findByText('Hello Anna')).toBeDefined();
  });
});
