import { useEffect, useRef, useState, type RefObject } from 'react';

/** A form's ref, and the function that puts the focus on its first field with a message, once the messages are on the page. */
export function useFirstInvalid(): readonly [RefObject<HTMLFormElement | null>, () => void] {
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [asked]);
  return [form, () => setAsked((count) => count + 1)];
}
