import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Session } from '../../src-main/bridge/contract.ts';
import styles from '../screens/screen.module.css';
import { consoleNow } from '../stores/connection.ts';
import { Failed } from './failed.tsx';
import { PasswordField } from './password-field.tsx';
import { useAction } from './use-action.ts';

export interface ProveAgainProps {
  /** Whose password it is: password managers want to know. */
  readonly username: string;
  /** Over the field. */
  readonly label: string;
  /** On the button. */
  readonly submit: string;
  readonly proved: (session: Session) => void;
}

/** The form in which whoever is signed in proves again who it is; a refusal stands below the field. */
export function ProveAgain({ username, label, submit, proved }: ProveAgainProps) {
  const { busy, failure, run, forget } = useAction();
  const [password, setPassword] = useState('');
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (password === '') return;
    void run(async () => proved(await consoleNow().session.again({ password })));
  };
  return (
    <form className={styles['panel']} onSubmit={ask} noValidate>
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={label}
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
        {submit}
      </Button>
    </form>
  );
}
