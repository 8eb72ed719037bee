import { Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from './failed.tsx';
import { useAction } from './use-action.ts';

interface AskedFirstProps {
  /** What the button does, in two or three words. */
  readonly label: string;
  /** What follows from it. */
  readonly question: string;
  readonly act: () => Promise<void>;
  /** What has to be filled in first, is. */
  readonly ready?: boolean;
  readonly children?: ReactNode;
}

/** A button whose press is answered by a question; only the second press acts. */
export function AskedFirst({ label, question, act, ready = true, children }: AskedFirstProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const [left, setLeft] = useState(false);
  const { busy, failure, run, forget } = useAction();
  const leave = () => {
    setAsked(false);
    setLeft(true);
    forget();
  };
  if (!asked) {
    return (
      <Button variant="default" autoFocus={left} onClick={() => setAsked(true)}>
        {label}
      </Button>
    );
  }
  return (
    <div role="group" aria-label={label}>
      <p>{question}</p>
      {children}
      <Failed failure={failure} />
      <Group mt="sm" gap="sm">
        <Button
          autoFocus
          loading={busy}
          disabled={!ready}
          onKeyDown={(event) => {
            // a key that is still held down from the first press is no answer to the question
            if (event.repeat) event.preventDefault();
          }}
          onClick={({ detail }) => {
            // nor is the second half of a double click: this button stands where the first one stood
            if (detail > 1) return;
            void run(async () => {
              await act();
              setAsked(false);
            });
          }}
        >
          {label}
        </Button>
        <Button variant="default" onClick={leave}>
          {t('panel.cancel')}
        </Button>
      </Group>
    </div>
  );
}
