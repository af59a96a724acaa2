import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './sheet.module.css';

/** A titled part of the member sheet. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <Title order={3} id={id} className={classes.heading}>
        {title}
      </Title>
      {children}
    </section>
  );
}
