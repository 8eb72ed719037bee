import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { LaunchError } from './say.mjs';

/** After a signal, what has not ended this long (ms) later is killed: Ctrl-C promises an end within 2 s, unless the child asks for more. */
const LONGEST_GOODBYE_MS = 1900;
/** A child's own last resort comes first by so much (ms). */
const AFTER_ITS_OWN_MS = 100;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * On POSIX a child leads a process group of its own. A Ctrl-C at the terminal then reaches the launcher alone, which
 * passes on exactly one signal, and whatever the child has started can be ended with it.
 */
const OWN_GROUP = process.platform !== 'win32';

/**
 * npm hands a signal on to the shell between it and us, which dies of it without a word: our parent is another then.
 * Without npm, a parent that goes away may have meant to leave us running.
 */
const PARENT = process.ppid;
const isOrphan = () => OWN_GROUP && process.env.npm_lifecycle_event !== undefined && process.ppid !== PARENT;
const LOOK_FOR_PARENT_MS = 200;

/** Loaded into every long-running Node child: ends it when its launcher is gone, even by kill -9. */
const END_WITH_LAUNCHER = new URL('./end-with-launcher.mjs', import.meta.url).href;

/** Runs a program in our place, at our terminal, and answers with its exit code (128 + n when signal n ended it). */
export async function run(program, args, options) {
  return (await start(program, args, { stdio: 'inherit', ...options }).ended).code;
}

/** As `run`, for a program of ours on the given Node. */
export function runNode(node, args, options) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  return run(node, ['--import', END_WITH_LAUNCHER, ...args], { ...options, stdio });
}

/**
 * Runs a program as a step on the way to what was asked for, and answers with its exit code and its output.
 *
 * @throws LaunchError when the launcher got a signal meanwhile: nothing shall follow then.
 */
export function step(program, args, options) {
  return unlessInterrupted(start(program, args, options).ended);
}

/** Passes on how a child ended. @throws LaunchError when the launcher got a signal meanwhile. */
export async function unlessInterrupted(ended) {
  const { code, signal, output } = await ended;
  if (signal !== null) throw new LaunchError('Interrupted.', 128 + constants.signals[signal]);
  return { code, output };
}

/**
 * Starts a program that gets every signal the launcher gets. What it leaves behind in its process group ends with it.
 *
 * @returns `end` kills it now; `ended` resolves with its exit code, the signal passed on (or null) and its output.
 */
export function start(program, args, { goodbyeMs = LONGEST_GOODBYE_MS, ...options } = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: OWN_GROUP });
  return { end: () => endGroup(child), ended: finished(child, goodbyeMs) };
}

async function finished(child, goodbyeMs) {
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => output.push(part));
  let signal = null;
  let deadline;
  const passOn = (received) => {
    // On Windows the console itself has delivered Ctrl-C to the child, and `kill` would cut off its goodbye.
    if (OWN_GROUP) child.kill(received);
    signal ??= received;
    if (deadline === undefined) endWithin(goodbyeMs);
  };
  const endWithin = (ms) => {
    clearTimeout(deadline);
    deadline = setTimeout(() => endGroup(child), ms);
  };
  child.on('message', (message) => {
    if (typeof message?.endsWithinMs === 'number') endWithin(message.endsWithinMs + AFTER_ITS_OWN_MS);
  });
  for (const name of SIGNALS) process.on(name, passOn);
  const watch = setInterval(() => {
    if (signal === null && isOrphan()) passOn('SIGTERM');
  }, LOOK_FOR_PARENT_MS);
  const closed = new Promise((resolve) => child.once('close', resolve));
  try {
    const [code, endedBy] = await once(child, 'exit');
    endGroup(child);
    // The last of the output arrives after the exit, but no later than everybody who could still write has ended.
    await closed;
    return { code: code ?? 128 + constants.signals[endedBy], signal, output: Buffer.concat(output).toString('utf8') };
  } finally {
    clearInterval(watch);
    clearTimeout(deadline);
    for (const name of SIGNALS) process.off(name, passOn);
  }
}

function endGroup(child) {
  try {
    if (OWN_GROUP) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
