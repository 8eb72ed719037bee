import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../src-main/bridge/contract.ts';
import { consoleNow } from '../stores/connection.ts';
import { showSession } from '../stores/session.ts';
import { Failed } from '../widgets/failed.tsx';
import { PasswordField } from '../widgets/password-field.tsx';
import { useAction } from '../widgets/use-action.ts';
import { Page } from './page.tsx';
import styles from './screen.module.css';

/**
 * What is left while the session is locked: the robots' state in the header above, the way back in for the same person,
 * and the way out. Nothing of the screens behind it is drawn.
 */
export function Locked({ session: { principal } }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password === '') return;
    void run(async () => showSession(await consoleNow().session.again({ password })));
  };
  return (
    <Page heading={t('lock.heading')} narrow>
      <p>{t('lock.who', { name: principal.displayName, role: t(`role.${principal.role}`) })}</p>
      <p>{t('lock.what')}</p>
      <form className={styles['panel']} onSubmit={submit} noValidate>
        <input type="text" name="username" autoComplete="username" value={principal.username} readOnly hidden />
        <PasswordField
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
            forget();
          }}
        />
        <Failed failure={failure} />
        <Button type="submit" loading={busy}>
          {t('lock.unlock')}
        </Button>
      </form>
    </Page>
  );
}
