/** One setting in force, for the configuration page. */
export interface ConfigurationEntry {
  readonly key: string;
  readonly value: string;
  readonly from: 'default' | 'file' | 'environment' | 'flag';
}
