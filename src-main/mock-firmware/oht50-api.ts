import { refusal, type Answer, type Asked } from './answer.ts';
import { MODULES, type ModuleAddress } from './conditions.ts';
import { commandTo } from './oht50-commands.ts';
import { OHT50_WORDS } from './oht50-words.ts';
import type { SimulatedFirmware, Told } from './simulated-firmware.ts';

const VERSION = '1.0.0';

/**
 * The `oht50` firmware API: what the real one tells truly from the simulated robot, and its constants as it has them.
 * Paths are exact.
 */
export function answerOht50(asked: Asked, firmware: SimulatedFirmware): Answer {
  const { method, target } = asked;
  if (method !== 'GET' && method !== 'POST') return refusal(400, 'Bad Request');
  if (method === 'POST') return commandTo(asked, firmware) ?? notFound();
  const resource = Object.hasOwn(RESOURCES, target) ? RESOURCES[target] : undefined;
  return resource ? resource(firmware.tell()) : notFound();
}

const RESOURCES: Readonly<Record<string, (told: Told) => Answer>> = {
  '/health': ({ state, timestamp }) => ({
    status: 200,
    body: {
      success: true,
      simulated: true,
      // it says so in an emergency stop, too
      status: 'healthy',
      firmware: 'running',
      data: { system_state: OHT50_WORDS[state], timestamp: Math.floor(timestamp / 1000), version: VERSION },
    },
  }),
  '/api/v1/system/state': (told) =>
    withData({
      current_state: OHT50_WORDS[told.state],
      previous_state: OHT50_WORDS[told.previousState],
      state_duration_ms: Math.round(told.stateForMs),
      total_transitions: told.transitions,
      ...flagsOf(told),
      location_ok: told.state !== 'estop',
      last_event: LAST_EVENTS[told.state] ?? 'STATE_CHANGED',
      current_fault: told.fault ?? 'NONE',
      state_timeout_ms: 0,
      timestamp: told.timestamp,
    }),
  '/api/v1/state/statistics': (told) => {
    const { transitions, emergencies, faults, timeInStates } = told;
    const spent = (state: Told['state']) => Math.round(timeInStates[state] ?? 0);
    const answer = withData({
      current_state: OHT50_WORDS[told.state],
      time_in_states: {
        boot_ms: spent('boot'),
        idle_ms: spent('idle'),
        moving_ms: spent('moving'),
        paused_ms: spent('paused'),
        docking_ms: spent('docking') + spent('charging'),
        config_ms: 0,
        fault_ms: spent('fault'),
        estop_ms: spent('estop'),
        safe_ms: 0,
      },
      transition_counters: { total_transitions: transitions, emergency_count: emergencies, fault_count: faults },
      performance_metrics: { current_state_duration_ms: Math.round(told.stateForMs) },
      system_health: flagsOf(told),
    });
    return { ...answer, body: { ...answer.body, timestamp: told.timestamp } };
  },
  // found at boot and never looked at again: a module that is lost later is still counted
  '/api/v1/modules/stats': () =>
    withData({
      total_modules: 4,
      online_modules: 4,
      offline_modules: 0,
      discovery_total_ms: 17_050,
      p95_ms: 5015,
      p99_ms: 5015,
      health_timeouts: 0,
      crc_errors: 0,
    }),
  '/api/v1/modules': () => ({ status: 200, body: { success: true, simulated: true, modules: moduleList() } }),
  '/api/v1/network/status': ({ timestamp }) => {
    const answer = withData({
      connected: false,
      current_ssid: '',
      signal_strength: 0,
      ip_address: '',
      gateway: '',
      dns: '10.255.255.53',
      bytes_sent: 0,
      bytes_received: 0,
      latency_ms: 0,
      roaming_active: false,
    });
    const iso = new Date(timestamp).toISOString().replace(/\.\d+/, '');
    return { ...answer, body: { ...answer.body, timestamp: iso }, afterMs: 18 };
  },
  '/api/v1/robot/status': ({ timestamp }) =>
    withData({
      robot_id: 'OHT-50-001',
      status: 'idle',
      mode: 'auto',
      position: { x: 0, y: 0, z: 0 },
      speed: 0,
      battery_level: 0,
      temperature: 0,
      // the wall clock, whatever it is called
      uptime: Math.floor(timestamp / 1000),
      health_score: 0,
      safety: { estop: false, obstacles: false },
      docking: 'IDLE',
      timestamp,
    }),
  '/api/v1/safety/status': () => withData({ estop_active: false, safety_ok: true }),
};

const LAST_EVENTS: Readonly<Partial<Record<Told['state'], string>>> = {
  boot: 'BOOT_COMPLETE',
  estop: 'ESTOP_TRIGGERED',
  fault: 'FAULT_DETECTED',
};

function flagsOf({ state, lostModules }: Told): Record<string, boolean> {
  return {
    system_ready: state !== 'estop' && state !== 'fault' && state !== 'boot',
    safety_ok: state !== 'estop' && !lostModules.includes(3),
    communication_ok: lostModules.length === 0,
    sensors_ok: lostModules.length === 0,
  };
}

function moduleList(): unknown[] {
  const addresses = Object.keys(MODULES).map(Number) as ModuleAddress[];
  return addresses.map((address) => ({
    address,
    type: MODULES[address],
    online: true,
    last_seen: '1970-01-01T00:00:00Z',
  }));
}

function withData(data: Record<string, unknown>): Answer {
  return { status: 200, body: { success: true, simulated: true, data } };
}

/** Announced as JSON, and none, as the real one's. */
function notFound(): Answer {
  return { ...refusal(404, 'Not Found'), text: '{"success":false,"simulated":true,"error":Not Found}' };
}
