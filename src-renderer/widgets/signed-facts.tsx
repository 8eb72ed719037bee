import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { DEMANDS, POLICY_WORDS, ROLES, type ConsoleClient } from '../../src-main/bridge/contract.ts';
import type { MadeCall } from '../bridge/refused-call.ts';
import { usePreferences } from '../stores/preferences.ts';
import styles from '../screens/screen.module.css';
import { useAnswer } from './use-answer.ts';

const SECRET = /pass|code|secret/i;
/** Of a value that is long, a file for one, the beginning is shown. */
const SHOWN = 200;
const PER_PAGE = 100;

/** Reads pages of the list until the account is on one. */
async function accountNamed(client: ConsoleClient, id: string, signal: AbortSignal): Promise<string> {
  for (let offset = 0; ; offset += PER_PAGE) {
    const { users, total } = await client.users.list({ status: 'present', offset, limit: PER_PAGE }, { signal });
    const user = users.find((one) => one.id === id);
    if (user) return `${user.displayName} (${user.username})`;
    if (offset + PER_PAGE >= total) return id;
  }
}

/** What is done when the call is made, in plain words: the action, whom it concerns, and all that was entered. */
export function SignedFacts({ call: { procedure, input } }: { readonly call: MadeCall }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const fields = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  return (
    <div className={styles['panel']} role="group" aria-label={t('signing.what')}>
      <strong>{POLICY_WORDS[language].signatures.procedures[procedure] ?? procedure}</strong>
      {fields.map(([name, value]) =>
        name === 'id' && procedure.startsWith('users.') ? (
          <Account key={name} id={String(value)} />
        ) : (
          <p key={name}>{t('signing.fact', { name: fieldName(name), value: shownValue(name, value) })}</p>
        ),
      )}
    </div>
  );

  /** Of a list: an action and what it is to want, in words. */
  function inWords(item: unknown): string {
    const parts: unknown[] = typeof item === 'object' && item !== null ? Object.values(item) : [item];
    return parts.map((part) => partInWords(String(part))).join(' → ');
  }

  function partInWords(part: string): string {
    const demand = DEMANDS.find((known) => known === part);
    return demand
      ? t(`demands.kind.${demand}`)
      : (POLICY_WORDS[language].signatures.procedures[part] ?? shortened(part));
  }

  function fieldName(name: string): string {
    return isField(name) ? t(`signing.field.${name}`) : name;
  }

  function shownValue(name: string, value: unknown): string {
    // what is not sealed can be read by whoever gets the file: whoever signs must know it
    if (name === 'passphrase') return t(value === null ? 'signing.unsealed' : 'signing.hidden');
    if (value === null || value === '') return t('signing.empty');
    if (name === 'role')
      return ROLES.filter((role) => role === value)
        .map((role) => t(`role.${role}`))
        .join('');
    if (SECRET.test(name)) return t('signing.hidden');
    if (typeof value === 'boolean') return t(value ? 'signing.yes' : 'signing.no');
    if (Array.isArray(value)) return value.map((one) => inWords(one)).join('; ');
    return shortened(typeof value === 'string' ? value : JSON.stringify(value));
  }
}

const FIELDS = ['passphrase', 'role', 'disabled', 'username', 'displayName', 'kind', 'text', 'changes'] as const;
const isField = (name: string): name is (typeof FIELDS)[number] => (FIELDS as readonly string[]).includes(name);

const shortened = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

function Account({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const ask = useCallback((client: ConsoleClient, signal: AbortSignal) => accountNamed(client, id, signal), [id]);
  const { value } = useAnswer(ask);
  return <p>{t('signing.account', { name: value ?? id })}</p>;
}
