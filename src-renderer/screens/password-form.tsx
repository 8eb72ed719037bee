import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { brokenRules, type CallFailure, type PasswordProfile, type Session } from '../../src-main/bridge/contract.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { consoleNow } from '../stores/connection.ts';
import { showSession } from '../stores/session.ts';
import { Failed } from '../widgets/failed.tsx';
import { PasswordField } from '../widgets/password-field.tsx';
import { PasswordStrength } from '../widgets/password-strength.tsx';
import { useAction } from '../widgets/use-action.ts';
import styles from './screen.module.css';

interface PasswordFormProps {
  readonly session: Session;
  readonly profile: PasswordProfile;
  readonly secondFactor: boolean;
  readonly done: () => void;
}

const NO_LIST: ReadonlySet<string> = new Set();
const EMPTY = { present: '', password: '', repeat: '' };

/** Puts a password of one's own in the place of the present one. */
export function PasswordForm({ session, profile, secondFactor, done }: PasswordFormProps) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const { username, displayName } = session.principal;
  const names = [username, displayName];
  const context = { blocklist: NO_LIST, personalNames: names, profile, besideSecondFactor: secondFactor };
  const broken = tried ? brokenRules(typed.password, context) : [];
  const change = (field: keyof typeof EMPTY) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setTyped({ ...typed, [field]: event.currentTarget.value });
    forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { present, password, repeat } = typed;
    if (present === '' || repeat !== password || brokenRules(password, context).length > 0) return;
    void run(async () => {
      showSession(await consoleNow().account.changePassword({ present, password }));
      setTyped(EMPTY);
      setTried(false);
      done();
    });
  };
  const about = failure && fieldAbout(failure);
  const errorAt = (field: 'present' | 'password') => (failure && about === field ? sentenceOf(t, failure) : null);
  const problems = broken.map(({ code, details }) => sentenceOf(t, { code, details })).join(' ');
  return (
    <form className={styles['panel']} onSubmit={submit} noValidate>
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={t(session.changeReason === 'one-time' ? 'ownPassword.oneTime' : 'ownPassword.present')}
        name="present"
        autoComplete="current-password"
        required
        value={typed.present}
        onChange={change('present')}
        error={tried && typed.present === '' ? t('newUser.required') : errorAt('present')}
      />
      <PasswordField
        label={t('ownPassword.new')}
        name="password"
        autoComplete="new-password"
        required
        description={<PasswordStrength password={typed.password} names={names} />}
        value={typed.password}
        onChange={change('password')}
        error={problems || errorAt('password')}
      />
      <PasswordField
        label={t('ownPassword.repeat')}
        name="repeat"
        autoComplete="new-password"
        required
        value={typed.repeat}
        onChange={change('repeat')}
        error={tried && typed.repeat !== typed.password ? t('newUser.mismatch') : null}
      />
      <Failed failure={about === null ? failure : null} />
      <Button type="submit" loading={busy}>
        {t('ownPassword.submit')}
      </Button>
    </form>
  );
}

function fieldAbout({ code }: CallFailure): 'present' | 'password' | null {
  if (code === 'SIGN_IN_FAILED') return 'present';
  return code.startsWith('PASSWORD_') ? 'password' : null;
}
