/**
 * Firmware of any number of robots at one port, of both drivers' kinds, robot 7 below `/r7`, for as little of the machine as possible:
 * no HTTP server, and one string for each answer. It remembers when each poll came.
 */
import { createServer, type AddressInfo } from 'node:net';
import { captureWith } from '../../support/oht50-captures.ts';
import { healthAnswer, statusAnswer } from '../../support/reference-answers.ts';
import { answering, machineMs } from '../support/child.ts';

/** The polls that came: which robot's, and when (ms, the machine's clock). */
export interface Arrivals {
  readonly robots: readonly number[];
  readonly at: readonly number[];
}

const PLACE = { sequence: -111, timestamp: -222 };
const [health, status, state] = [
  JSON.stringify(healthAnswer(PLACE)),
  JSON.stringify(statusAnswer(PLACE)),
  captureWith('GET_api_v1_system_state', { timestamp: PLACE.timestamp, total_transitions: PLACE.sequence }),
].map(pieces);
let arrivals: { robots: number[]; at: number[] } = { robots: [], at: [] };
let sequence = 100_000_000;

const server = createServer({ noDelay: true }, (socket) => {
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (head: string) => {
    const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
    const presence = path.endsWith('/health');
    if (presence) {
      arrivals.at.push(machineMs());
      arrivals.robots.push(Number(path.slice(2, path.indexOf('/', 2))));
    }
    const answer = whole((presence ? health : path.endsWith('/system/state') ? state : status) ?? []);
    if (/^connection: close/im.test(head)) socket.end(answer);
    else socket.write(answer);
  });
});
server.listen(0, '127.0.0.1', 4096, () => {
  const { port } = server.address() as AddressInfo;
  answering((question: 'port' | 'forget' | 'arrivals') => {
    if (question === 'port') return port;
    const told = arrivals;
    if (question === 'forget') arrivals = { robots: [], at: [] };
    return question === 'arrivals' ? told : null;
  });
});

function pieces(text: string): string[] {
  return text.split(/-111|-222/);
}

/** With a counter and a clock that move; all answers are of one length. */
function whole([before = '', between = '', after = '']: readonly string[]): string {
  const body = `${before}${++sequence}${between}${Date.now()}${after}`;
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
