import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OUTCOMES } from '../../../src-main/bridge/contract.ts';
import { EMPTY_DRAFT, forgetFilter, saveFilter, useAuditFilters, type AuditDraft } from '../../stores/audit-filters.ts';
import styles from './audit.module.css';

interface FilterFormProps {
  readonly draft: AuditDraft;
  change(draft: AuditDraft): void;
}

/** What is looked for; every change takes effect when the field is left or Enter is pressed. */
export function FilterForm({ draft, change }: FilterFormProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(draft);
  const [shown, setShown] = useState(draft);
  if (shown !== draft) {
    setShown(draft);
    setTyped(draft);
  }
  const field = (name: Exclude<keyof AuditDraft, 'outcome'>, type = 'text') => (
    <TextInput
      label={t(`audit.filter.${name}`)}
      type={type}
      maxLength={128}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      onBlur={() => typed[name] === draft[name] || change(typed)}
    />
  );
  return (
    <form
      className={styles['filter']}
      aria-label={t('audit.filter.label')}
      onSubmit={(event) => {
        event.preventDefault();
        change(typed);
      }}
    >
      {field('from', 'datetime-local')}
      {field('to', 'datetime-local')}
      {field('person')}
      {field('robot')}
      {field('action')}
      <NativeSelect
        label={t('audit.outcome')}
        value={typed.outcome}
        data={[
          { value: '', label: t('audit.filter.any') },
          ...OUTCOMES.map((value) => ({ value, label: t(`audit.outcomes.${value}`) })),
        ]}
        onChange={(event) => {
          const outcome = OUTCOMES.find((known) => known === event.currentTarget.value) ?? '';
          change({ ...typed, outcome });
        }}
      />
      {field('text')}
      <Button type="submit">{t('audit.filter.find')}</Button>
      <Button variant="default" onClick={() => change(EMPTY_DRAFT)}>
        {t('audit.filter.clear')}
      </Button>
    </form>
  );
}

/** The filters that were kept on this machine. */
export function SavedFilters({ draft, change }: FilterFormProps) {
  const { t } = useTranslation();
  const { saved } = useAuditFilters();
  const [name, setName] = useState('');
  const wanted = name.trim();
  return (
    <div className={styles['saved']}>
      {saved.map((one) => (
        <span key={one.name} className={styles['kept']}>
          <Button variant="default" onClick={() => change(one.draft)}>
            {one.name}
          </Button>
          <Button
            variant="subtle"
            aria-label={t('audit.filter.forget', { name: one.name })}
            onClick={() => forgetFilter(one.name)}
          >
            ×
          </Button>
        </span>
      ))}
      <TextInput
        aria-label={t('audit.filter.name')}
        placeholder={t('audit.filter.name')}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={wanted === ''}
        onClick={() => {
          saveFilter(wanted, draft);
          setName('');
        }}
      >
        {t('audit.filter.save')}
      </Button>
    </div>
  );
}
