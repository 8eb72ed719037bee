import { later, refusal, type Answer, type Asked } from './answer.ts';
import { OHT50_WORDS } from './oht50-words.ts';
import type { SimulatedFirmware } from './simulated-firmware.ts';

/** How long (ms) the bus takes for a register. */
const REGISTER_MS = { least: 1000, per: 37, most: 7000 };

/**
 * What the OHT-50 does when it is told to, null for what it does not know. As on the real one `success` proves
 * nothing: the safety route's emergency stop is accepted and does nothing.
 */
export function commandTo(asked: Asked, firmware: SimulatedFirmware): Answer | null {
  const answer = told(asked, firmware);
  return answer && later(answer, firmware.obedience.afterMs);
}

function told({ target, body }: Asked, firmware: SimulatedFirmware): Answer | null {
  const { state } = firmware.tell();
  const word = OHT50_WORDS[state];
  switch (target) {
    case '/api/v1/state/emergency':
      firmware.obey({ state: 'estop' });
      return done('Emergency stop activated', { estop_id: 'estop_001', response_time_ms: 15 });
    case '/api/v1/safety/estop':
      return done('Emergency stop request accepted');
    case '/api/v1/state/reset':
      if (word !== 'ESTOP' && word !== 'FAULT')
        return refusal(400, 'Reset can only be used from FAULT or ESTOP states');
      firmware.obey({ state: 'idle' });
      return done('System reset successfully');
    case '/api/v1/state/stop':
      if (word === 'ESTOP' || word === 'FAULT') return refusal(400, `Cannot stop from current state: ${word}`);
      firmware.obey({ state: 'idle' });
      return done('System stopped');
    case '/api/v1/state/move':
      if (word !== 'IDLE' && word !== 'PAUSED') return refusal(400, `Cannot move from current state: ${word}`);
      firmware.obey('depart');
      return done('Move started');
    default:
      return register(target, body);
  }
}

function register(target: string, body: string): Answer | null {
  const [, module, number] = /^\/api\/v1\/modules\/(\d+)\/registers\/(\d+)$/.exec(target) ?? [];
  if (module === undefined) return null;
  if (!['2', '3', '4', '5'].includes(module)) return refusal(404, `Module ${module} not found`);
  // the firmware searches the text, it does not parse it: {"value": 1} is not {"value":1}
  const value = /"value":(-?\d+)/.exec(body)?.[1];
  if (value === undefined) return refusal(400, 'Missing value');
  const afterMs = Math.min(REGISTER_MS.most, REGISTER_MS.least + REGISTER_MS.per * Number(number));
  return { ...done('Register written', { value: Number(value) }), afterMs };
}

function done(message: string, more: Record<string, unknown> = {}): Answer {
  return { status: 200, body: { success: true, simulated: true, message, ...more } };
}
