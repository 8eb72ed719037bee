import type { ReportedFact } from '../driver.ts';
import { PATHS, type ModuleStats, type Modules, type Network, type StateData, type Statistics } from './answers.ts';

export const TRANSITIONS = 'totalTransitions';
/** Before the state's name. */
export const TIME_IN_STATE = 'timeInState.';

type Value = ReportedFact['value'] | null | undefined;

/** Makes facts of what one resource says; what it does not say is left out. */
function from(source: string) {
  return (name: string, value: Value, unit: string | null = null): ReportedFact[] =>
    value === null || value === undefined || value === '' ? [] : [{ name, value, unit, source }];
}

export function stateFacts(data: StateData): ReportedFact[] {
  const fact = from(PATHS.state);
  return [
    ...fact('previousState', data.previous_state),
    ...fact('stateDuration', data.state_duration_ms, 'ms'),
    ...fact(TRANSITIONS, data.total_transitions),
    ...fact('lastEvent', data.last_event),
    ...fact('systemReady', data.system_ready),
    ...fact('safetyOk', data.safety_ok),
    ...fact('communicationOk', data.communication_ok),
    ...fact('sensorsOk', data.sensors_ok),
    ...fact('locationOk', data.location_ok),
  ];
}

export function statisticsFacts({ time_in_states: times, transition_counters: counters }: Statistics): ReportedFact[] {
  const fact = from(PATHS.statistics);
  return [
    ...fact('emergencyCount', counters.emergency_count),
    ...fact('faultCount', counters.fault_count),
    ...Object.entries(times).flatMap(([name, ms]) => fact(`${TIME_IN_STATE}${name.replace(/_ms$/, '')}`, ms, 'ms')),
  ];
}

export function moduleStatsFacts(data: ModuleStats): ReportedFact[] {
  const fact = from(PATHS.moduleStats);
  return [
    ...fact('modulesFoundAtBoot', data.total_modules),
    ...fact('modulesOnlineAtBoot', data.online_modules),
    ...fact('discoveryDuration', data.discovery_total_ms, 'ms'),
    ...fact('busTimeouts', data.health_timeouts),
    ...fact('busChecksumErrors', data.crc_errors),
  ];
}

export function moduleFacts(modules: Modules): ReportedFact[] {
  const fact = from(PATHS.modules);
  return modules.flatMap(({ address, type }) => fact(`module.${address}`, type));
}

export function networkFacts(data: Network): ReportedFact[] {
  const fact = from(PATHS.network);
  const connected = fact('networkConnected', data.connected);
  // without a connection the firmware fills the rest with zeros
  if (!data.connected) return connected;
  return [
    ...connected,
    ...fact('networkName', data.current_ssid),
    ...fact('networkAddress', data.ip_address),
    ...fact('signalStrength', data.signal_strength),
    ...fact('networkLatency', data.latency_ms, 'ms'),
  ];
}
