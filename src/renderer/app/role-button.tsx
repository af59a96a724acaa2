import { Button, Tooltip, VisuallyHidden, type ButtonProps } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { Need } from '#shared/contract/method.ts';
import { useRefusal } from './role.ts';

export interface RoleButtonProps extends ButtonProps {
  /** The least role that may do it. */
  readonly needs: Need;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly 'aria-label'?: string;
}

/** A button that stays where it is for those who may not press it, and says on hover and focus why. */
export function RoleButton({ needs, onClick, children, ...props }: RoleButtonProps): ReactNode {
  const refusal = useRefusal(needs);
  const reasonId = useId();
  if (refusal === null) {
    return (
      <Button {...props} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Tooltip label={refusal} multiline maw={300}>
        <Button {...props} data-disabled aria-disabled aria-describedby={reasonId}>
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={reasonId}>{refusal}</VisuallyHidden>
    </>
  );
}
