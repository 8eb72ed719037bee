import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../screens/screen.module.css';
import { consoleNow } from '../stores/connection.ts';
import { useReauthentication } from '../stores/reauthentication.ts';
import { Failed } from './failed.tsx';
import { Panel } from './panel.tsx';
import { PasswordField } from './password-field.tsx';
import { useAction } from './use-action.ts';

/** Asks for the password when something sensitive waits for it. */
export function Reauthentication() {
  const asked = useReauthentication((state) => state.asked);
  return asked && <Question answer={asked.answer} />;
}

function Question({ answer }: { readonly answer: (proved: boolean) => void }) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password === '') return;
    void run(async () => {
      await consoleNow().session.again({ password });
      answer(true);
    });
  };
  return (
    <Panel heading={t('again.heading')} close={() => answer(false)}>
      <p>{t('again.why')}</p>
      <form className={styles['panel']} onSubmit={submit} noValidate>
        <PasswordField
          label={t('again.password')}
          name="again"
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
          {t('again.submit')}
        </Button>
      </form>
    </Panel>
  );
}
