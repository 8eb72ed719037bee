import { Button, TextInput } from '@mantine/core';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { toConsoleError, type Session } from '../../src-main/bridge/contract.ts';
import { consoleNow, useConnection } from '../stores/connection.ts';
import { addressOf, NEEDED, parseRoute } from '../route.ts';
import { showSession } from '../stores/session.ts';
import { Failed } from '../widgets/failed.tsx';
import { PasswordField } from '../widgets/password-field.tsx';
import { useAction } from '../widgets/use-action.ts';
import { Page } from './page.tsx';
import { SecondStep } from './second-step.tsx';
import styles from './screen.module.css';

export function SignIn() {
  const { t } = useTranslation();
  const notice = useConnection(({ info }) => info?.notice ?? '');
  const { busy, failure, run, forget } = useAction();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [secondStep, setSecondStep] = useState(false);
  const missing = (value: string) => (tried && value === '' ? t('signIn.required') : null);
  const change = (set: (value: string) => void) => (event: ChangeEvent<HTMLInputElement>) => {
    set(event.currentTarget.value);
    forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (username === '' || password === '') return;
    void run(async () => {
      try {
        enter(await consoleNow().session.signIn({ username, password }));
      } catch (error) {
        if (toConsoleError(error).code !== 'SECOND_FACTOR_REQUIRED') throw error;
        setPassword('');
        setTried(false);
        setSecondStep(true);
      }
    });
  };
  if (secondStep) return <SecondStep done={enter} back={() => setSecondStep(false)} />;
  return (
    <Page heading={t('signIn.heading')} narrow>
      {notice !== '' && (
        <p className={styles['plantNotice']} role="note">
          {notice}
        </p>
      )}
      <form className={styles['panel']} onSubmit={submit} noValidate>
        <TextInput
          label={t('signIn.username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={username}
          onChange={change(setUsername)}
          error={missing(username)}
        />
        <PasswordField
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={change(setPassword)}
          error={missing(password)}
        />
        <Failed failure={failure} />
        <Button type="submit" loading={busy}>
          {t('signIn.submit')}
        </Button>
      </form>
    </Page>
  );
}

function enter(session: Session): void {
  leaveForbiddenScreen(session);
  showSession(session);
}

/** The address may still name the screen of whoever worked here before. */
function leaveForbiddenScreen({ permissions }: Session): void {
  const { screen } = parseRoute(location.hash);
  if (!permissions.includes(NEEDED[screen])) location.replace(addressOf('robots'));
}
