import { capture, captureWith } from './oht50-captures.ts';

/** An answer as the controller's program makes it: a status, and a text that may be no JSON. */
export interface ControllerAnswer {
  readonly status: number;
  readonly text: string;
}

/** The program inside a brittle controller; a restart makes a new one, back at its defaults. */
export interface Controller {
  readonly state: string;
  answer(method: string, path: string, body: string): ControllerAnswer;
}

/** @param now the controller's clock in ms; it moves */
export function bootController(now: () => number): Controller {
  let state = 'IDLE';
  let transitions = 2;
  const bootedAt = now();

  const enter = (next: string) => {
    if (next !== state) transitions += 1;
    state = next;
  };

  return {
    get state() {
      return state;
    },
    answer(method, path, body) {
      if (method === 'GET') return read(path);
      if (method !== 'POST') return { status: 400, text: 'Bad Request' };
      return command(path, body);
    },
  };

  function read(path: string): ControllerAnswer {
    const timestamp = now();
    switch (path) {
      case '/health': {
        const seconds = { timestamp: Math.floor(timestamp / 1000), system_state: state };
        return ok(captureWith('GET_health', seconds));
      }
      case '/api/v1/system/state': {
        const moving = { timestamp, state_duration_ms: Math.round(timestamp - bootedAt) };
        return ok(
          captureWith('GET_api_v1_system_state', { ...moving, current_state: state, total_transitions: transitions }),
        );
      }
      case '/api/v1/state/statistics': {
        const total = { timestamp, total_transitions: transitions, idle_ms: Math.round(timestamp - bootedAt) };
        return ok(captureWith('GET_api_v1_state_statistics', { ...total, current_state: state }));
      }
      case '/api/v1/modules/stats':
      case '/api/v1/modules':
      case '/api/v1/network/status':
      case '/api/v1/robot/status':
      case '/api/v1/safety/status':
        return ok(capture(`GET${path.replaceAll('/', '_')}`));
      default:
        // as it comes from the firmware: announced as JSON, and none
        return { status: 404, text: '{"success":false,error:Not Found}' };
    }
  }

  function command(path: string, body: string): ControllerAnswer {
    switch (path) {
      case '/api/v1/state/emergency':
        enter('ESTOP');
        return ok(capture('POST_api_v1_state_emergency'));
      case '/api/v1/state/reset':
        if (state !== 'ESTOP' && state !== 'FAULT') return no(capture('POST_api_v1_state_reset__when_idle'));
        enter('IDLE');
        return ok(capture('POST_api_v1_state_reset'));
      case '/api/v1/state/move':
        if (state === 'ESTOP') return no(capture('POST_api_v1_state_move__while_estop'));
        return ok('{"success":true,"message":"Move started"}');
      default: {
        // it searches the text, it does not parse it
        const value = /"value":(-?\d+)/.exec(body)?.[1];
        if (!/^\/api\/v1\/modules\/\d+\/registers\/\d+$/.test(path)) return no('Not Found', 404);
        return value === undefined ? no('{"success":false}') : ok(`{"success":true,"value":${value}}`);
      }
    }
  }

  function ok(text: string): ControllerAnswer {
    return { status: 200, text };
  }

  function no(text: string, status = 400): ControllerAnswer {
    return { status, text };
  }
}
