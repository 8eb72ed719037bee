import type { CommandId } from './command-words.ts';
import type { DriverCommand, DriverStop } from './commands.ts';

const CONTROL = '/api/robot/control';
const ANSWER_MS = 2000;
const OBSERVED_MS = 2000;

export const REFERENCE_STOP: DriverStop = {
  request: { method: 'POST', path: `${CONTROL}/emergency-stop` },
  answerWithinMs: ANSWER_MS,
  stopped: ['estop'],
  withinMs: OBSERVED_MS,
};

type Told = Pick<DriverCommand, 'from' | 'confirmation'> & Partial<Pick<DriverCommand, 'motion' | 'idempotent'>>;

const command = (id: CommandId, as: NonNullable<DriverCommand['observed']>['as'], told: Told): DriverCommand => ({
  id,
  action: 'control',
  arguments: [],
  motion: false,
  idempotent: false,
  answerWithinMs: ANSWER_MS,
  observed: { as, withinMs: OBSERVED_MS },
  request: () => ({ method: 'POST', path: `${CONTROL}/${id}` }),
  ...told,
});

const IN_MOTION = ['moving', 'docking'] as const;

export const REFERENCE_COMMANDS: readonly DriverCommand[] = [
  command('stop', ['idle'], { from: [...IN_MOTION, 'charging', 'paused'], confirmation: 'none', idempotent: true }),
  command('pause', ['paused'], { from: IN_MOTION, confirmation: 'none', idempotent: true }),
  command('resume', IN_MOTION, { from: ['paused'], confirmation: 'confirm', motion: true }),
  command('reset', ['idle'], { from: ['fault', 'estop'], confirmation: 'confirm' }),
  command('move', IN_MOTION, { from: ['idle'], confirmation: 'hold', motion: true }),
];
