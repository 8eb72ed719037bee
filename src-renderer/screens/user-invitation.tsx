import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandedOut, RoleId, Scope } from '../../src-main/bridge/contract.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { consoleNow } from '../stores/connection.ts';
import { Failed } from '../widgets/failed.tsx';
import { OneTimePassword } from '../widgets/one-time-password.tsx';
import { Panel } from '../widgets/panel.tsx';
import { useAction } from '../widgets/use-action.ts';
import { useRoleChoices } from '../widgets/use-role-choices.ts';
import { fieldOf } from './account-form.ts';
import { sentScope } from './scope-form.ts';
import styles from './screen.module.css';
import { UserScope } from './user-scope.tsx';

const EMPTY = { username: '', displayName: '' };

/** Makes an account whose owner chooses the password: what is handed over is good once. */
export function UserInvitation({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [typed, setTyped] = useState(EMPTY);
  const [role, setRole] = useState<RoleId>('operator');
  const [scope, setScope] = useState<Scope>(null);
  const roles = useRoleChoices();
  const [tried, setTried] = useState(false);
  const [handed, setHanded] = useState<HandedOut | null>(null);
  const change = (field: keyof typeof EMPTY) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setTyped({ ...typed, [field]: event.currentTarget.value });
    forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { username } = typed;
    const displayName = typed.displayName.trim();
    if (username.trim() === '') return;
    void run(async () => {
      setHanded(
        await consoleNow().users.create({
          username,
          role,
          scope: sentScope(scope),
          ...(displayName && { displayName }),
        }),
      );
      setTyped(EMPTY);
      setTried(false);
    });
  };
  const about = failure && fieldOf(failure);
  const errorAt = (field: keyof typeof EMPTY) => (failure && about === field ? sentenceOf(t, failure) : null);
  const missing = tried && typed.username.trim() === '' ? t('newUser.required') : null;
  return (
    <Panel heading={t('newUser.heading')} close={close}>
      {handed && <OneTimePassword handed={handed} />}
      <form className={styles['panel']} onSubmit={submit} noValidate>
        <TextInput
          label={t('newUser.username')}
          name="username"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={typed.username}
          onChange={change('username')}
          error={missing ?? errorAt('username')}
        />
        <TextInput
          label={t('newUser.displayName')}
          name="displayName"
          autoComplete="off"
          value={typed.displayName}
          onChange={change('displayName')}
          error={errorAt('displayName')}
        />
        <NativeSelect
          label={t('newUser.role')}
          name="role"
          value={role}
          onChange={(event) => {
            setRole(event.currentTarget.value);
            forget();
          }}
          data={roles}
        />
        <UserScope
          scope={scope}
          change={(chosen) => {
            setScope(chosen);
            forget();
          }}
        />
        <p>{t('newUser.noPassword')}</p>
        <Failed failure={about === null ? failure : null} />
        <Button type="submit" loading={busy}>
          {t('newUser.submit')}
        </Button>
      </form>
    </Panel>
  );
}
