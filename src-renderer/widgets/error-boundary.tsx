import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Stack, Title } from '@mantine/core';

interface Props {
  /** Drawing starts anew when this changes: a broken screen does not take the others with it. */
  readonly of: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly of: string;
}

/** Catches what a screen throws while it is drawn: words and a way out instead of a white page. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ of }: Props, state: State): State | null {
    return of === state.of ? null : { of, error: null };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Crash message={error.message} /> : this.props.children;
  }
}

function Crash({ message }: { readonly message: string }) {
  const { t } = useTranslation();
  return (
    <Stack role="alert" align="start" p="xl">
      <Title order={1}>{t('crash.heading')}</Title>
      <p>{t('crash.what')}</p>
      <p>{t('crash.detail', { message })}</p>
      <Button onClick={() => location.reload()}>{t('crash.reload')}</Button>
    </Stack>
  );
}
