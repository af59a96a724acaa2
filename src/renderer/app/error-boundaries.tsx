import { Button, Center, Code, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { ulid } from 'ulid';

/** Writes a page's error to the console, which main copies into the log, under a reference that the person sees too. */
function useReference(error: unknown): string {
  const [reference] = useState(() => {
    const id = ulid();
    console.error(`[${id}]`, error);
    return id;
  });
  return reference;
}

/** Keeps an error of one page inside that page: navigation and the other pages go on. Another page, or `Open it again`, clears it. */
export function PageBoundary({
  pageKey,
  children,
}: {
  readonly pageKey: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ErrorBoundary FallbackComponent={BrokenPage} resetKeys={[pageKey]}>
      {children}
    </ErrorBoundary>
  );
}

function BrokenPage({ error, resetErrorBoundary }: FallbackProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Broken
      error={error}
      title={t('crash.title')}
      text={t('crash.text')}
      action={<Button onClick={() => resetErrorBoundary()}>{t('crash.retry')}</Button>}
    />
  );
}

/** The last net, around the whole window. */
export function WindowBoundary({ children }: { readonly children: ReactNode }): ReactNode {
  return <ErrorBoundary FallbackComponent={BrokenWindow}>{children}</ErrorBoundary>;
}

function BrokenWindow({ error }: FallbackProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Broken
      error={error}
      title={t('crash.windowTitle')}
      text={t('crash.windowText')}
      action={<Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>}
    />
  );
}

interface BrokenProps {
  readonly error: unknown;
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
}

function Broken({ error, title, text, action }: BrokenProps): ReactNode {
  const { t } = useTranslation();
  const reference = useReference(error);
  return (
    <Center mih={360} h="100%" role="alert">
      <Stack align="center" gap="xs" maw={460}>
        <Text fw={600} size="lg">
          {title}
        </Text>
        <Text size="sm" c="dimmed" ta="center">
          {text}
        </Text>
        {action}
        <Code data-selectable>{t('crash.reference', { reference })}</Code>
      </Stack>
    </Center>
  );
}
