import { TextInput } from '@mantine/core';
import { useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { REASON_MAX, REASON_MIN } from '../../src-main/bridge/contract.ts';
import { PasswordField } from './password-field.tsx';

const EMPTY = { username: '', password: '', code: '', reason: '' };
type Field = keyof typeof EMPTY;

/** What somebody types who stands for something at this seat. */
export interface TypedProof {
  readonly typed: typeof EMPTY;
  /** Whether it was sent off once: only then is it said what is missing. */
  readonly tried: boolean;
  change(field: Field): (event: ChangeEvent<HTMLInputElement>) => void;
  /** What to send; null when something is missing, which is said from now on. */
  whole(): { username: string; password: string; reason: string; code?: string } | null;
}

/** @param known whose name need not be typed; @param changed told when anything is typed */
export function useTypedProof(known: string, changed: () => void): TypedProof {
  const [typed, setTyped] = useState({ ...EMPTY, username: known });
  const [tried, setTried] = useState(false);
  return {
    typed,
    tried,
    change: (field) => (event) => {
      setTyped({ ...typed, [field]: event.currentTarget.value });
      changed();
    },
    whole() {
      setTried(true);
      const { username, password, code, reason } = typed;
      if (username.trim() === '' || password === '' || reason.trim().length < REASON_MIN) return null;
      return { username, password, reason, ...(code.trim() !== '' && { code }) };
    },
  };
}

interface ProofFieldsProps {
  readonly proof: TypedProof;
  /** Over the name; absent where the name is known. */
  readonly who?: string;
}

/** Why, and who: the reason first, then name, password and code, as at a sign-in. */
export function ProofFields({ proof: { typed, tried, change }, who }: ProofFieldsProps) {
  const { t } = useTranslation();
  const missing = (field: Field) => (tried && typed[field].trim() === '' ? t('proof.missing') : null);
  return (
    <>
      <TextInput
        label={t('proof.reason')}
        description={t('proof.reasonHow')}
        name="reason"
        autoComplete="off"
        maxLength={REASON_MAX}
        required
        autoFocus
        value={typed.reason}
        onChange={change('reason')}
        error={tried && typed.reason.trim().length < REASON_MIN ? t('proof.reasonShort') : null}
      />
      {who === undefined ? (
        <input type="text" name="username" autoComplete="username" value={typed.username} readOnly hidden />
      ) : (
        <TextInput
          label={who}
          name="username"
          // of another person than the browser knows: it must not offer, nor keep
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={typed.username}
          onChange={change('username')}
          error={missing('username')}
        />
      )}
      <PasswordField
        label={t('proof.password')}
        name="password"
        autoComplete={who === undefined ? 'current-password' : 'off'}
        required
        value={typed.password}
        onChange={change('password')}
        error={missing('password')}
      />
      <TextInput
        label={t('proof.code')}
        description={t('proof.codeWhen')}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        spellCheck={false}
        value={typed.code}
        onChange={change('code')}
      />
    </>
  );
}
