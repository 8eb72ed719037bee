/** What an honest reference firmware answers, for tests to serve, to spoil, and to compare with. */

export interface Progress {
  readonly sequence: number;
  readonly timestamp: number;
}

export interface Answer {
  readonly [key: string]: unknown;
  readonly data: Readonly<Record<string, unknown>>;
}

export function healthAnswer(progress: Progress, over: Record<string, unknown> = {}): Answer {
  const data = { robot_id: 'OHT-01', system_state: 'MOVING', version: '1.4.2', ...progress };
  return { success: true, status: 'healthy', firmware: 'running', data, ...over };
}

export function statusData(progress: Progress, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    robot_id: 'OHT-01',
    name: 'Hoist 1',
    status: 'moving',
    mode: 'auto',
    position: { x: 12_345.6, y: 0, z: 0 },
    track_length: 60_000,
    speed: -420.5,
    battery_level: 76.4,
    temperature: 31.2,
    uptime: 86_400,
    fault: null,
    ...progress,
    ...over,
  };
}

export function statusAnswer(progress: Progress, over: Record<string, unknown> = {}): Answer {
  return { success: true, data: statusData(progress, over) };
}
