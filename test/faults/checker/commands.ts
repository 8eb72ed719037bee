import type { Finding, History } from '../history.ts';
import { misdeliveries } from './deliveries.ts';
import { sendings } from './sendings.ts';
import { between, byRobot, latest } from './spans.ts';

/** No command and no stop is lost or doubled, and none is called done that the robot never showed. */
export function misdeeds(history: History): Finding[] {
  return [...misdeliveries(sendings(history), history.requests), ...unseen(history)];
}

/** Commands that are called observed, and no answer of the robot in that time showed the state. */
function unseen(history: History): Finding[] {
  const answers = byRobot(history.answers);
  return history.commands.flatMap(({ robot, at, endedAt, ending, command }): Finding[] => {
    if (ending === null || 'code' in ending || ending.answer.outcome !== 'observed') return [];
    const { stateText } = ending.answer.confirmed;
    const shown = between(answers(robot), at, latest(history.stalls, endedAt, 0));
    if (shown.some(({ values }) => values.stateText === stateText)) return [];
    return [{ what: `${command} is called observed, and the robot was never ${stateText}`, at, robot }];
  });
}
