import { refusal, tenths, type Answer, type Identity } from './answer.ts';
import { referenceCommand } from './reference-commands.ts';
import type { SimulatedFirmware, Told } from './simulated-firmware.ts';

const FIRMWARE_VERSION = '1.0.0';

/** The whole `reference` firmware API: two resources to GET, commands to POST, everything else refused in JSON. */
export function answerTo(method: string, target: string, identity: Identity, firmware: SimulatedFirmware): Answer {
  const [path = ''] = target.split('?');
  const commanded = method === 'POST' ? referenceCommand(path, firmware) : null;
  if (commanded) return commanded;
  const resource = path === '/health' ? health : path === '/api/robot/status' ? robotStatus : null;
  if (!resource) return refusal(404, `no such resource: ${path}`);
  if (method !== 'GET') return { ...refusal(405, `${method} is not allowed here`), headers: { allow: 'GET' } };
  return resource(identity, firmware.tell());
}

function health({ id }: Identity, { state, sequence, timestamp }: Told): Answer {
  const data = { robot_id: id, system_state: state.toUpperCase(), version: FIRMWARE_VERSION, sequence, timestamp };
  const running = { status: 'healthy', firmware: 'running' };
  return { status: 200, body: { success: true, ...running, simulated: true, data } };
}

function robotStatus({ id, name }: Identity, told: Told): Answer {
  const data = {
    robot_id: id,
    name,
    status: told.state,
    mode: told.mode,
    position: { x: tenths(told.positionMm), y: 0, z: 0 },
    track_length: told.trackLengthMm,
    speed: tenths(told.speedMmPerS),
    battery_level: tenths(told.batteryPercent),
    temperature: tenths(told.temperatureC),
    uptime: tenths(told.uptimeS),
    fault: told.fault,
    sequence: told.sequence,
    timestamp: told.timestamp,
  };
  return { status: 200, body: { success: true, simulated: true, data } };
}
