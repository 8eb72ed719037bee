import { Button, TextInput } from '@mantine/core';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSWORD_MAX_BYTES, PASSWORD_MIN_CODE_POINTS, type CallFailure } from '../../src-main/bridge/contract.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { Failed } from '../widgets/failed.tsx';
import { PasswordField } from '../widgets/password-field.tsx';
import { PasswordStrength } from '../widgets/password-strength.tsx';
import { useAction } from '../widgets/use-action.ts';
import {
  EMPTY_DRAFT,
  fieldOf,
  passwordSize,
  problemsOf,
  type AccountDraft,
  type AccountField,
} from './account-form.ts';
import styles from './screen.module.css';

interface AccountFieldsProps {
  readonly submitLabel: string;
  /** Creates the account; what it rejects with is shown at the field that it is about. */
  readonly create: (draft: AccountDraft) => Promise<void>;
}

/** The form for the first account. The console decides; this only helps to get it right at the first try. */
export function AccountFields({ submitLabel, create }: AccountFieldsProps) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const change = (field: keyof AccountDraft) => (event: ChangeEvent<HTMLInputElement>) => {
    setDraft({ ...draft, [field]: event.currentTarget.value });
    if (failure && fieldOf(failure) === field) forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    void run(async () => {
      await create(draft);
      setDraft(EMPTY_DRAFT);
      setTried(false);
    });
  };
  const errorAt = (field: AccountField) => {
    const problem = tried ? problemsOf(draft)[field] : undefined;
    if (problem === 'required' || problem === 'mismatch') return t(`newUser.${problem}`);
    if (problem !== undefined) return sentenceOf(t, problem);
    return failure !== null && fieldOf(failure) === field ? sentenceOf(t, failure) : null;
  };
  return (
    <form className={styles['panel']} onSubmit={submit} noValidate>
      <TextInput
        label={t('newUser.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={draft.username}
        onChange={change('username')}
        error={errorAt('username')}
      />
      <TextInput
        label={t('newUser.displayName')}
        name="displayName"
        autoComplete="name"
        value={draft.displayName}
        onChange={change('displayName')}
        error={errorAt('displayName')}
      />
      <PasswordField
        label={t('newUser.password')}
        name="password"
        autoComplete="new-password"
        required
        description={<PasswordHint password={draft.password} names={[draft.username, draft.displayName]} />}
        value={draft.password}
        onChange={change('password')}
        error={errorAt('password')}
      />
      <PasswordField
        label={t('newUser.repeat')}
        name="repeat"
        autoComplete="new-password"
        required
        value={draft.repeat}
        onChange={change('repeat')}
        error={errorAt('repeat')}
      />
      <Failed failure={withoutField(failure)} />
      <Button type="submit" loading={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}

const withoutField = (failure: CallFailure | null) => (failure && fieldOf(failure) === null ? failure : null);

function PasswordHint({ password, names }: { readonly password: string; readonly names: readonly string[] }) {
  const { t } = useTranslation();
  const { codePoints, bytes } = passwordSize(password);
  return (
    <>
      {t('newUser.passwordAdvice')}
      <br />
      {t('newUser.length', { n: codePoints, min: PASSWORD_MIN_CODE_POINTS })},{' '}
      {t('newUser.bytes', { n: bytes, max: PASSWORD_MAX_BYTES })}
      <br />
      <PasswordStrength password={password} names={names} />
    </>
  );
}
