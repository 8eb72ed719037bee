import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandedOut, RoleId, Scope, UserSummary } from '../../src-main/bridge/contract.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePermission } from '../stores/session.ts';
import { AskedFirst } from '../widgets/asked-first.tsx';
import { Failed } from '../widgets/failed.tsx';
import { OneTimePassword } from '../widgets/one-time-password.tsx';
import { Panel } from '../widgets/panel.tsx';
import { useAction } from '../widgets/use-action.ts';
import { useRoleChoices } from '../widgets/use-role-choices.ts';
import styles from './screen.module.css';
import { UserHistory } from './user-history.tsx';
import { isSameScope, sentScope } from './scope-form.ts';
import { UserScope } from './user-scope.tsx';
import { UserStatusWords } from './user-status.tsx';

interface UserPanelProps {
  /** The account as the list had it. */
  readonly first: UserSummary;
  readonly close: () => void;
}

/** One account: what it is, everything that may be done to it, and what was done. */
export function UserPanel({ first, close }: UserPanelProps) {
  const { t } = useTranslation();
  const [user, setUser] = useState(first);
  const [handed, setHanded] = useState<HandedOut | null>(null);
  const [notice, setNotice] = useState('');
  const [changes, setChanges] = useState(0);
  const show = (changed: UserSummary) => {
    setUser(changed);
    setChanges((count) => count + 1);
  };
  return (
    <Panel heading={t('users.manageName', { name: user.username })} close={close}>
      <p>
        <UserStatusWords user={user} />
      </p>
      {handed && <OneTimePassword handed={handed} />}
      <p role="status" className={styles['notice']}>
        {notice}
      </p>
      {usePermission('user:edit') && <Particulars user={user} show={show} />}
      <UserActions
        user={user}
        show={show}
        handOut={(out) => {
          setHanded(out);
          show(out.user);
        }}
        tell={(words) => {
          setNotice(words);
          setChanges((count) => count + 1);
        }}
      />
      <UserHistory key={changes} id={user.id} />
    </Panel>
  );
}

function Particulars({ user, show }: { readonly user: UserSummary; readonly show: (user: UserSummary) => void }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [role, setRole] = useState<RoleId>(user.role);
  const [scope, setScope] = useState<Scope>(user.scope);
  const roles = useRoleChoices([user]);
  const sameScope = isSameScope(scope, user.scope);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const { id } = user;
      if (displayName !== user.displayName) show(await users().edit({ id, displayName }));
      const limits = async () => sameScope || show(await users().assignScope({ id, scope: sentScope(scope) }));
      // what limits comes before what allows: not for a moment does anybody hold more than both together give
      if (scope !== null) await limits();
      if (role !== user.role) show(await users().assignRole({ id, role }));
      if (scope === null) await limits();
    });
  };
  return (
    <form className={styles['panel']} onSubmit={submit} noValidate>
      <TextInput
        label={t('newUser.displayName')}
        autoComplete="off"
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('newUser.role')}
        value={role}
        onChange={(event) => {
          setRole(event.currentTarget.value);
        }}
        data={roles}
      />
      <UserScope scope={scope} change={setScope} />
      <Failed failure={failure} />
      <Button
        type="submit"
        loading={busy}
        disabled={displayName === user.displayName && role === user.role && sameScope}
      >
        {t('users.save')}
      </Button>
    </form>
  );
}

interface UserActionsProps {
  readonly user: UserSummary;
  readonly show: (user: UserSummary) => void;
  readonly handOut: (handed: HandedOut) => void;
  readonly tell: (words: string) => void;
}

function UserActions({ user, show, handOut, tell }: UserActionsProps) {
  const { t } = useTranslation();
  const may = {
    disable: usePermission('user:disable'),
    delete: usePermission('user:delete'),
    restore: usePermission('user:restore'),
    reset: usePermission('user:reset-password'),
    signOut: usePermission('user:force-sign-out'),
  };
  const { id, status, displayName: name } = user;
  const deleted = status === 'deleted';
  const words = (act: ActionName) => ({ label: t(`userAction.${act}`), question: t(`userQuestion.${act}`, { name }) });
  return (
    <Group gap="sm" align="flex-start">
      {may.reset && !deleted && (
        <AskedFirst {...words('reset')} act={async () => handOut(await users().resetPassword({ id }))} />
      )}
      {may.reset && !deleted && (
        <AskedFirst
          {...words('open')}
          act={async () => {
            await users().openSignIn({ id });
            tell(t('userDone.open', { name }));
          }}
        />
      )}
      {may.reset && user.secondFactor && (
        <AskedFirst {...words('removeFactor')} act={async () => show(await users().removeSecondFactor({ id }))} />
      )}
      {may.signOut && !deleted && (
        <AskedFirst
          {...words('signOut')}
          act={async () => {
            const { ended } = await users().signOut({ id });
            tell(t('userDone.signOut', { name, n: ended }));
          }}
        />
      )}
      {may.disable && !deleted && (
        <AskedFirst
          key={status}
          {...words(status === 'disabled' ? 'enable' : 'disable')}
          act={async () => show(await users().setDisabled({ id, disabled: status !== 'disabled' }))}
        />
      )}
      {may.delete && !deleted && (
        <AskedFirst {...words('delete')} act={async () => show(await users().delete({ id }))} />
      )}
      {may.restore && deleted && (
        <AskedFirst {...words('restore')} act={async () => show(await users().restore({ id }))} />
      )}
    </Group>
  );
}

type ActionName = 'reset' | 'open' | 'removeFactor' | 'signOut' | 'enable' | 'disable' | 'delete' | 'restore';

/** The client is asked for at the press, when there may be another one. */
const users = () => consoleNow().users;
