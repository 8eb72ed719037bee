import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { consoleNow } from '../stores/connection.ts';
import { Failed } from './failed.tsx';
import { useAction } from './use-action.ts';

/** Ctrl, Shift and L: no browser and no desktop that we know takes it. */
const isShortcut = ({ ctrlKey, shiftKey, altKey, code }: KeyboardEvent): boolean =>
  ctrlKey && shiftKey && !altKey && code === 'KeyL';

/** Locks the session, by button or by shortcut. */
export function LockButton() {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      event.preventDefault();
      consoleNow()
        .session.lock()
        .catch((error: unknown) => console.warn('The session was not locked.', error));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        aria-keyshortcuts="Control+Shift+L"
        title={t('lock.shortcut')}
        onClick={() => void run(() => consoleNow().session.lock())}
      >
        {t('lock.lock')}
      </Button>
      <Failed failure={failure} />
    </>
  );
}
