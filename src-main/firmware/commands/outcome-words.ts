/**
 * What is known of a command in the end:
 * - `refused`: by the robot, or by the console before anything was sent;
 * - `accepted`: the robot said yes, and nothing shows yet whether it did it;
 * - `observed`: the robot's own state shows that it was done;
 * - `contradicted`: the robot said yes, and its state shows that it was not done;
 * - `unknown`: nobody can say. Never to be shown as a success.
 */
export const COMMAND_OUTCOMES = ['refused', 'accepted', 'observed', 'contradicted', 'unknown'] as const;
export type CommandOutcome = (typeof COMMAND_OUTCOMES)[number];

/** What the robot answered; `not-reached`: nothing was sent, `unclear`: it may have arrived, and no usable answer came. */
export const COMMAND_ANSWERS = ['pending', 'accepted', 'refused', 'not-reached', 'unclear'] as const;
