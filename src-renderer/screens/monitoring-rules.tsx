import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ALARM_KINDS,
  prioritiesOf,
  type AlarmKind,
  type ConsoleClient,
  type MonitoringSettings,
} from '../../src-main/bridge/contract.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePermission } from '../stores/session.ts';
import { Failed } from '../widgets/failed.tsx';
import { useAction } from '../widgets/use-action.ts';
import { useAnswer } from '../widgets/use-answer.ts';
import styles from './alarms.module.css';

const askRules = (client: ConsoleClient, signal: AbortSignal) => client.alarms.rules(undefined, { signal });

/** The rules in force; a form for those who may set others. */
export function MonitoringRules() {
  const { t } = useTranslation();
  const { value, failure, again } = useAnswer(askRules);
  return (
    <>
      <Failed failure={failure} />
      {!value && !failure && <p>{t('loading')}</p>}
      {value && <RulesForm key={JSON.stringify(value)} rules={value} changed={again} />}
    </>
  );
}

function RulesForm({ rules, changed }: { readonly rules: MonitoringSettings; changed(): void }) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [draft, setDraft] = useState(rules);
  const mayEdit = usePermission('alarm:edit');
  const change = (part: Partial<MonitoringSettings>) => {
    forget();
    setDraft({ ...draft, ...part });
  };
  const refusals = (part: Partial<MonitoringSettings['refusals']>) =>
    change({ refusals: { ...draft.refusals, ...part } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await consoleNow().alarms.setRules(draft);
      changed();
    });
  };
  return (
    <form className={styles['rules']} onSubmit={submit} noValidate>
      <p className={styles['whole']}>{t(mayEdit ? 'monitoring.about' : 'monitoring.aboutOnly')}</p>
      <NumberInput
        label={t('monitoring.count')}
        min={2}
        max={100}
        readOnly={!mayEdit}
        value={draft.refusals.count}
        onChange={(value) => refusals({ count: Number(value) })}
      />
      <NumberInput
        label={t('monitoring.withinMinutes')}
        min={1}
        max={120}
        readOnly={!mayEdit}
        value={draft.refusals.withinMinutes}
        onChange={(value) => refusals({ withinMinutes: Number(value) })}
      />
      <TextInput
        label={t('monitoring.workingHours')}
        description={t('monitoring.workingHoursHelp')}
        placeholder="06:00-22:00"
        readOnly={!mayEdit}
        value={draft.workingHours}
        onChange={(event) => change({ workingHours: event.currentTarget.value.trim() })}
      />
      {ALARM_KINDS.map((kind) => (
        <Priority
          key={kind}
          kind={kind}
          rules={draft}
          disabled={!mayEdit}
          choose={(priorities) => change({ priorities })}
        />
      ))}
      {mayEdit && (
        <div className={styles['whole']}>
          <Button type="submit" loading={busy} disabled={draft === rules}>
            {t('monitoring.save')}
          </Button>
          <Failed failure={failure} />
        </div>
      )}
    </form>
  );
}

interface PriorityProps {
  readonly kind: AlarmKind;
  readonly rules: MonitoringSettings;
  readonly disabled: boolean;
  choose(priorities: MonitoringSettings['priorities']): void;
}

function Priority({ kind, rules: { priorities }, disabled, choose }: PriorityProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t(`monitoring.kind.${kind}`)}
      disabled={disabled}
      value={priorities[kind]}
      data={prioritiesOf(kind).map((value) => ({ value, label: t(`monitoring.priority.${value}`) }))}
      onChange={(event) => {
        const chosen = prioritiesOf(kind).find((one) => one === event.currentTarget.value);
        if (chosen) choose({ ...priorities, [kind]: chosen });
      }}
    />
  );
}
