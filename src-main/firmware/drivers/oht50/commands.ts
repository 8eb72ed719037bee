import type { DriverCommand, DriverStop } from '../commands.ts';

const STATE = '/api/v1/state';

/** A write to a register keeps the controller busy for up to 7 s; a software stop that comes meanwhile waits inside it. */
const BUSY_MS = 7500;
const ANSWER_MS = 2000;
const OBSERVED_MS = 2000;

const to = (verb: string) => () => ({ method: 'POST', path: `${STATE}/${verb}` }) as const;

/**
 * The route of the safety module (`safety/estop`) says "accepted" and does nothing: this one works, and shows in the next
 * read of the state.
 */
export const OHT50_STOP: DriverStop = {
  request: { method: 'POST', path: `${STATE}/emergency` },
  answerWithinMs: BUSY_MS,
  stopped: ['estop'],
  withinMs: OBSERVED_MS,
};

export const OHT50_COMMANDS: readonly DriverCommand[] = [
  {
    id: 'stop',
    action: 'control',
    from: ['moving', 'docking', 'charging', 'paused'],
    confirmation: 'none',
    arguments: [],
    motion: false,
    idempotent: true,
    answerWithinMs: ANSWER_MS,
    observed: { as: ['idle'], withinMs: OBSERVED_MS },
    request: to('stop'),
  },
  {
    id: 'reset',
    action: 'control',
    from: ['fault', 'estop'],
    confirmation: 'confirm',
    arguments: [],
    motion: false,
    idempotent: false,
    answerWithinMs: ANSWER_MS,
    observed: { as: ['idle'], withinMs: OBSERVED_MS },
    request: to('reset'),
  },
  {
    id: 'move',
    action: 'control',
    from: ['idle', 'paused'],
    confirmation: 'hold',
    arguments: [],
    motion: true,
    idempotent: false,
    answerWithinMs: ANSWER_MS,
    observed: { as: ['moving', 'docking'], withinMs: OBSERVED_MS },
    request: to('move'),
  },
  {
    id: 'write-register',
    action: 'configure',
    from: ['idle', 'paused', 'config', 'fault', 'estop'],
    confirmation: 'type-name',
    arguments: [
      { name: 'module', minimum: 2, maximum: 5 },
      { name: 'register', minimum: 0, maximum: 65_535 },
      { name: 'value', minimum: -32_768, maximum: 65_535 },
    ],
    motion: false,
    idempotent: false,
    answerWithinMs: BUSY_MS,
    // no register can be read back
    observed: null,
    request: ({ module, register, value }) => ({
      method: 'POST',
      path: `/api/v1/modules/${module}/registers/${register}`,
      body: { value },
    }),
  },
];
