import { TextInput } from '@mantine/core';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useRobots } from '../stores/robots.ts';
import { useAttention } from '../stores/truth.ts';
import { NoRobots } from '../widgets/no-robots.tsx';
import { OwnArea } from '../widgets/own-area.tsx';
import { RobotCard } from '../widgets/robot-card.tsx';
import { Page } from './page.tsx';
import { inGroups } from './robot-groups.ts';
import { Robot } from './robot.tsx';
import styles from './robots.module.css';

/** From this many robots on, a person needs help to find one. */
const MANY = 9;

/** Up to this many have room to be read from a distance. */
const FEW = 6;

/** Beyond this many the cards shrink to what tells one robot's trouble from another's. */
const CROWD = 24;

/** All robots at a glance; a single one is shown large at once. */
export function Robots() {
  const { t } = useTranslation();
  const told = useRobots((state) => state.told);
  const order = useRobots((state) => state.order);
  const [only] = order;
  if (!told) return <Page heading={t('robots.heading')}>{t('robots.waiting')}</Page>;
  if (only === undefined)
    return (
      <Page heading={t('robots.heading')}>
        <NoRobots />
      </Page>
    );
  if (order.length === 1) return <Robot robotId={only} />;
  return <Overview order={order} />;
}

function Overview({ order }: { readonly order: readonly string[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [onlyAttention, setOnlyAttention] = useState(false);
  const attention = useAttention();
  const wanted = name.trim().toLowerCase();
  const named = useRobots(
    useShallow(({ byId }) => order.filter((id) => byId[id]?.snapshot.name.toLowerCase().includes(wanted))),
  );
  const shown = onlyAttention ? named.filter((id) => attention.includes(id)) : named;
  return (
    <Page heading={t('robots.heading')}>
      <OwnArea />
      {order.length >= MANY && (
        <div className={styles['finder']}>
          <TextInput
            type="search"
            label={t('robots.search')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <fieldset className={styles['filter']}>
            <legend>{t('robots.filter')}</legend>
            {[false, true].map((choice) => (
              <label key={String(choice)}>
                <input
                  type="radio"
                  name="filter"
                  checked={onlyAttention === choice}
                  onChange={() => setOnlyAttention(choice)}
                />
                {choice ? t('robots.attention', { n: attention.length }) : t('robots.all', { n: order.length })}
              </label>
            ))}
          </fieldset>
        </div>
      )}
      {shown.length === 0 && <p>{t('robots.noMatch')}</p>}
      <Groups ids={useDeferredValue(shown, NONE)} total={order.length} />
    </Page>
  );
}

/** The cards, under the names of their groups where there are any. */
const Groups = memo(function Groups({ ids, total }: { readonly ids: readonly string[]; readonly total: number }) {
  const { t, i18n } = useTranslation();
  const groups = useRobots(useShallow(({ byId }) => ids.map((id) => byId[id]?.snapshot.group ?? '')));
  const all = useMemo(() => inGroups(ids, groups, i18n.language), [ids, groups, i18n.language]);
  const density = total <= FEW ? 'few' : total > CROWD ? 'crowd' : undefined;
  return all.map(({ name, ids: members }) => (
    <section key={name} className={styles['group']} aria-label={name || t('robots.noGroup')}>
      {(all.length > 1 || name !== '') && (
        <h2 className={styles['groupName']}>
          {name || t('robots.noGroup')} <small>{t('robots.inGroup', { count: members.length })}</small>
        </h2>
      )}
      <div className={styles['grid']} data-density={density}>
        {members.map((id) => (
          <RobotCard key={id} robotId={id} always={total <= CROWD} />
        ))}
      </div>
    </section>
  ));
});

/** First nothing: a press is answered by the screen's heading at once, and a hundred cards follow. */
const NONE: readonly string[] = [];
