import { VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkState } from '../../src-main/bridge/contract.ts';
import { useConnection } from '../stores/connection.ts';
import { useNow } from '../stores/now.ts';
import { useRobots } from '../stores/robots.ts';
import { useStoreHealth } from '../stores/store-health.ts';
import { troubleOf } from '../store-trouble.ts';
import { truthOf, wordOf } from '../truth.ts';

/** More changes at once are told as a number and names: a screen reader must come to an end. */
const MOST_SENTENCES = 3;
/** Links that are worth a word beside their values, because something else is to be done about each: not what passes. */
const TOLD_LINKS: readonly LinkState[] = ['slow', 'unstable', 'silent', 'breaker-open', 'offline'];

/** Between these a robot that is gone goes to and fro with each look after it, which is no news. */
const UNREACHED: readonly LinkState[] = ['breaker-open', 'offline'];

/** What is worth a word about one robot. */
interface Heard {
  readonly name: string;
  readonly words: string;
  /** Without a change of this the words are not told again; absent: of the words themselves. */
  readonly gist?: string;
}

const gistOf = ({ words, gist }: Heard) => gist ?? words;

type Scene = ReadonlyMap<string, Heard>;

/** The robots as words, at this moment. */
export function sceneNow(t: TFunction): Scene {
  const { order, byId, following } = useRobots.getState();
  const connected = following && useConnection.getState().phase === 'alive';
  const { monotonic } = useNow.getState();
  const heard = order.flatMap((id) => {
    const robot = byId[id];
    if (robot === undefined) return [];
    const { snapshot, receivedAt } = robot;
    const truth = truthOf(snapshot, receivedAt, monotonic, connected);
    const state = snapshot.reading?.values.state;
    const alarming = state === 'fault' || state === 'estop';
    const link = snapshot.link.state;
    const linkTold = connected && TOLD_LINKS.includes(link);
    const wordsWith = (linkWord: string) =>
      [
        t(`truth.${wordOf(truth)}`),
        ...(linkTold ? [linkWord] : []),
        ...(alarming ? [t(`robotState.${state}`)] : []),
      ].join(', ');
    const words = wordsWith(t(`linkState.${link}`));
    const gist = UNREACHED.includes(link) ? wordsWith(t('linkState.offline')) : words;
    return [[id, { name: snapshot.name, words, gist }] as const];
  });
  return new Map(heard);
}

/** The sentence about what changed between two scenes, null when nothing did or there was no scene before. */
export function announcement(before: Scene, after: Scene, t: TFunction): string | null {
  const changed = [...after].flatMap(([id, heard]) => {
    const was = before.get(id);
    return was !== undefined && gistOf(was) !== gistOf(heard) ? [heard] : [];
  });
  if (changed.length === 0) return null;
  if (changed.length > MOST_SENTENCES) {
    return t('announce.many', { n: changed.length, names: changed.map(({ name }) => name).join(', ') });
  }
  return changed.map(({ name, words }) => t('announce.robot', { name, truth: words })).join('. ');
}

/** Calls `onKept` when changes are kept again after a time in which they were not, however the console was heard meanwhile. */
export function watchKept(onKept: () => void): () => void {
  let trouble = false;
  const look = ({ health }: ReturnType<typeof useStoreHealth.getState>) => {
    if (health === null) return;
    const had = trouble;
    trouble = troubleOf(health) !== null;
    if (had && !trouble) onKept();
  };
  look(useStoreHealth.getState());
  return useStoreHealth.subscribe(look);
}

/**
 * Tells those who do not see the screen, politely, when a robot's values turn stale, come back or show a fault, when its
 * link is slow or lost and how, and when the console answers or keeps changes again (that it does not is an alert of its
 * own, and is told by that).
 */
export function Announcer() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  useEffect(() => {
    let before = sceneNow(t);
    const stopLooking = useNow.subscribe(() => {
      const after = sceneNow(t);
      const sentence = announcement(before, after, t);
      before = after;
      if (sentence !== null) setWords(sentence);
    });
    const stopListening = useConnection.subscribe(({ phase }, was) => {
      if (phase === 'alive' && was.phase === 'lost') setWords(t('announce.alive'));
    });
    const stopKept = watchKept(() => setWords(t('announce.kept')));
    return () => {
      stopLooking();
      stopListening();
      stopKept();
    };
  }, [t]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  );
}
