import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { FaultInForce } from './faults.ts';
import type { Random } from '../random.ts';
import { refusal, type Answer } from './answer.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  /** Resets the connection: the firmware's doing, not the client's. */
  cut(response: ServerResponse): void;
}

/** Sends `answer` in the way that `fault` prescribes. Nothing is left running once the response is closed. */
export function deliver(
  answer: Answer,
  fault: FaultInForce,
  response: ServerResponse,
  surroundings: Surroundings,
): void {
  const { clock, random, cut } = surroundings;
  const { afterMs = 0, ...ready } = answer;
  if (afterMs > 0) return later(clock, afterMs, response, () => deliver(ready, fault, response, surroundings));
  const honest = textOf(answer);
  switch (fault.kind) {
    case 'latency':
      return later(clock, fault.ms, response, () => send(response, answer, honest));
    case 'bad-link': {
      if (random() < fault.drop) return cut(response);
      const ms = fault.latencyMs + fault.jitterMs * random();
      return later(clock, ms, response, () => send(response, answer, honest));
    }
    case 'trickle':
      return trickle(response, answer, Buffer.from(honest), fault.msPerByte, clock);
    case 'status':
      return sendAnswer(response, refusal(fault.status, `simulated failure ${fault.status}`));
    case 'redirect':
      return send(response, { status: 302, headers: { location: fault.location } }, '');
    case 'error-body':
      return sendAnswer(response, refusal(200, fault.message));
    case 'invalid-json':
      return send(response, answer, half(honest));
    case 'missing-field':
      return sendAnswer(response, withField(answer, fault.field, undefined));
    case 'wrong-type':
      return sendAnswer(response, withField(answer, fault.field, fault.value));
    case 'renamed-field':
      return sendAnswer(response, renamed(answer, fault.field, fault.to));
    case 'nan':
      return send(response, answer, withBareNaN(answer, fault.field));
    case 'huge-body':
      head(response, answer);
      response.end(JSON.stringify({ ...answer.body, padding: 'x'.repeat(fault.bytes) }));
      return;
    case 'reset':
      head(response, answer, Buffer.byteLength(honest));
      response.write(half(honest), () => cut(response));
      return;
    // frozen spoils what the firmware tells, closed its listening, hang holds it back: the answer itself goes out whole
    case 'none':
    case 'hang':
    case 'frozen':
    case 'closed':
      return send(response, answer, honest);
  }
}

type Head = Pick<Answer, 'status' | 'headers'>;

function sendAnswer(response: ServerResponse, answer: Answer): void {
  send(response, answer, textOf(answer));
}

function send(response: ServerResponse, start: Head, body: string): void {
  head(response, start, Buffer.byteLength(body));
  response.end(body);
}

/** Without a length the body goes out in chunks. */
function head(response: ServerResponse, { status, headers }: Head, length?: number): void {
  const contentLength = length === undefined ? {} : { 'content-length': length };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...contentLength, ...headers });
}

function textOf({ text, body }: Answer): string {
  return text ?? JSON.stringify(body);
}

function trickle(response: ServerResponse, start: Head, body: Buffer, msPerByte: number, clock: Clock): void {
  head(response, start, body.length);
  response.flushHeaders();
  const byteAt = (index: number): void =>
    later(clock, msPerByte, response, () => {
      response.write(body.subarray(index, index + 1));
      if (index + 1 < body.length) byteAt(index + 1);
      else response.end();
    });
  byteAt(0);
}

/** After `ms`, unless the client has gone by then. */
function later(clock: Clock, ms: number, response: ServerResponse, run: () => void): void {
  const cancel = clock.after(ms, () => {
    response.off('close', cancel);
    run();
  });
  response.once('close', cancel);
}

function half(body: string): string {
  return body.slice(0, body.length / 2);
}

/** What an answer tells: in its data, or beside its head where it has none. */
const toldIn = ({ body }: Answer): Readonly<Record<string, unknown>> => body.data ?? body;

/** The answer with another value in one field of what it tells (undefined: without it), if it has such a field. */
function withField(answer: Answer, field: string, value: unknown, isNew = false): Answer {
  if (!(isNew || field in toldIn(answer))) return answer;
  const { body } = answer;
  const change = { [field]: value };
  return { ...answer, body: body.data ? { ...body, data: { ...body.data, ...change } } : { ...body, ...change } };
}

function renamed(answer: Answer, field: string, to: string): Answer {
  const told = toldIn(answer);
  return field in told ? withField(withField(answer, field, undefined), to, told[field], true) : answer;
}

/** JSON.stringify cannot write a bare NaN: something else stands in its place meanwhile. */
function withBareNaN(answer: Answer, field: string): string {
  const place = '<NaN>';
  return JSON.stringify(withField(answer, field, place).body).replace(JSON.stringify(place), 'NaN');
}
