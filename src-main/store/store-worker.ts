/** The program of the store's thread: it alone owns the database. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Call, Outcome } from './engine.ts';
import { asConsoleError, unavailable } from './failure.ts';
import { diskFiles } from './files.ts';
import { threadedHousekeeper } from './housekeeping/thread.ts';
import { openLocalStore, type LocalStore } from './local-store.ts';
import { jsonOf } from './raw-json.ts';
import type { Problem, Request, TaskName, ThreadOptions, Told } from './thread/protocol.ts';

if (parentPort === null) throw new Error('this is the program of a thread');
const port = parentPort;
const { folder, policy, acceptLoss } = workerData as ThreadOptions;

const tell = (...told: Told[]): void => port.postMessage(JSON.stringify(told));
const line =
  (level: 'info' | 'warn' | 'error'): Log['info'] =>
  (message, facts) =>
    tell({ kind: 'log', level, message, facts: plainFacts(facts) });
const log: Log = { info: line('info'), warn: line('warn'), error: line('error') };
const housekeeper = threadedHousekeeper();

async function open(): Promise<void> {
  try {
    const onChange = (): void => tell({ kind: 'changed', status: store.status() });
    const common = { folder, files: diskFiles, clock: systemClock, log, housekeeper };
    const store = await openLocalStore({ ...common, policy, acceptLoss, onChange });
    serve(store);
    tell({ kind: 'opened', problem: null });
  } catch (error) {
    const cause = error instanceof ConsoleError ? error : unavailable(`the store in ${folder} cannot be opened`, error);
    tell({ kind: 'opened', problem: problemOf(cause) });
  }
}

function serve(store: LocalStore): void {
  port.on('message', (text: string) => void answer(store, [text, ...waiting()].flatMap(requestsOf)));
}

const requestsOf = (text: string): Request[] => JSON.parse(text) as Request[];

/** Everything that has arrived meanwhile: whatever is answered together shares one sync of the disk. */
function* waiting(): Generator<string> {
  for (;;) {
    const received: { message: string } | undefined = receiveMessageOnPort(port);
    if (!received) return;
    yield received.message;
  }
}

async function answer(store: LocalStore, requests: readonly Request[]): Promise<void> {
  const calls = requests.filter((request): request is Request & Call => request.kind !== 'task');
  if (calls.length > 0) {
    const outcomes = await store.run(calls);
    port.postMessage(`[${calls.map(({ id }, index) => answerText(id, outcomes[index])).join(',')}]`);
  }
  for (const request of requests) {
    if (request.kind !== 'task') continue;
    try {
      tell({ kind: 'answer', id: request.id, value: await perform(store, request.name) });
    } catch (error) {
      tell({ kind: 'problem', id: request.id, problem: problemOf(asConsoleError(error)) });
    }
  }
}

function answerText(id: number, outcome: Outcome | undefined): string {
  if (outcome && 'value' in outcome) return `{"kind":"answer","id":${id},"value":${jsonOf(outcome.value)}}`;
  const problem = problemOf(outcome?.error ?? new ConsoleError('INTERNAL', 'the store gave no answer'));
  return JSON.stringify({ kind: 'problem', id, problem } satisfies Told);
}

async function perform(store: LocalStore, name: TaskName): Promise<unknown> {
  if (name === 'status') return store.status();
  if (name === 'snapshot') await store.snapshot();
  if (name === 'close') {
    await store.close();
    await housekeeper.close();
  }
  return null;
}

function problemOf({ code, message, details }: ConsoleError): Problem {
  return { code, message, details };
}

/** Errors are no plain data; their words are. */
function plainFacts(facts: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (facts === undefined) return null;
  const plain = (fact: unknown): unknown => (fact instanceof Error ? (fact.stack ?? fact.message) : fact);
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, plain(fact)]));
}

await open();
