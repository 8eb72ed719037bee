import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FirmwareKind, TrainingState } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { consoleNow } from '../../stores/connection.ts';
import { AskedFirst } from '../../widgets/asked-first.tsx';
import { acceptable, CONDITION_NAMES, deedOf, FAULT_NAMES, paramsOf, type DeedName, type Param } from './deed-form.ts';
import { deedWords, valueWords } from './deed-words.ts';
import styles from './training.module.css';

const NAMES: readonly DeedName[] = [...FAULT_NAMES, ...CONDITION_NAMES];

interface ByHandProps {
  readonly robots: TrainingState['robots'];
  readonly firmware: FirmwareKind;
}

/** One fault or condition on one simulated robot, from the whole vocabulary. */
export function ByHand({ robots, firmware }: ByHandProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState<DeedName>('fault/latency');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const robot = robots.find(({ id }) => id === chosen) ?? robots[0];
  if (!robot) return null;
  const deed = deedOf(name, firmware, typed);
  const params = paramsOf(name, firmware);
  const ready = params.every((param) => acceptable(param, typed[param.name] ?? param.first));
  return (
    <div className={styles['form']}>
      <NativeSelect
        label={t('training.robot')}
        value={robot.id}
        data={robots.map((one) => ({ value: one.id, label: `${one.name} (${one.id})` }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('training.deed')}
        value={name}
        data={[
          { group: t('training.faults'), items: FAULT_NAMES.map((value) => ({ value, label: kindWords(value) })) },
          {
            group: t('training.conditions'),
            items: CONDITION_NAMES.map((value) => ({ value, label: kindWords(value) })),
          },
        ]}
        onChange={(event) => {
          setName(NAMES.find((known) => known === event.currentTarget.value) ?? 'fault/none');
          setTyped({});
        }}
      />
      {params.map((param) => (
        <ParamField
          key={`${name} ${param.name}`}
          param={param}
          value={typed[param.name] ?? param.first}
          change={(value) => setTyped({ ...typed, [param.name]: value })}
        />
      ))}
      <div className={styles['whole']}>
        <AskedFirst
          key={JSON.stringify([robot.id, deed])}
          label={t('training.do')}
          question={
            ready ? t('training.doQuestion', { robot: robot.name, deed: deedWords(t, deed) }) : t('training.unready')
          }
          ready={ready}
          act={() => consoleNow().training.inject({ robot: robot.id, deed })}
        />
      </div>
    </div>
  );

  function kindWords(value: DeedName): string {
    const [, kind] = value.split('/');
    return value.startsWith('fault/')
      ? t(`training.fault.${kind as 'none'}`)
      : t(`training.condition.${kind as 'reset'}`);
  }
}

interface ParamFieldProps {
  readonly param: Param;
  readonly value: string;
  change(value: string): void;
}

function ParamField({ param, value, change }: ParamFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = t(`training.param.${param.name}`);
  if (!('choices' in param)) {
    return (
      <TextInput
        label={label}
        value={value}
        inputMode={param.as === 'number' ? 'decimal' : 'text'}
        error={
          param.as === 'number' && !acceptable(param, value)
            ? t('training.within', { least: format.count(param.least), most: format.count(param.most) })
            : null
        }
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  }
  return (
    <NativeSelect
      label={label}
      value={value}
      data={param.choices.map((one) => ({ value: one, label: valueWords(t, param.name, one) }))}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
