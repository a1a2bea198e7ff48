import type { ContractHarness } from '../harness.js';
import { type Exemption, exemptionsOf } from './exemptions.js';
import type { RegistryEntry } from './registry.js';
import type { CaseResult } from './run-cases.js';

/** What the suite of one plug-in found. */
export interface PluginReport {
  readonly kind: 'step type' | 'worker backend';
  readonly name: string;
  readonly version: string;
  /** The version of the contract that it is registered for; null where that could not be read. */
  readonly contract: string | null;
  /** The version of Postgres that it was tested on; null where that could not be read. */
  readonly server: string | null;
  /** What it declares, and which optional functions it has, as core's registry tells. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** What its suite leaves out, and why. */
  readonly notTested: readonly Exemption[];
  /** The text that cases were chosen by; null where it was all of them. */
  readonly only: string | null;
  /** How many cases its suite has. */
  readonly total: number;
  /** Whether cases of its suite were not run. */
  readonly partial: boolean;
  /** Whether a signal ended its check early. */
  readonly interrupted: boolean;
  /** Why it could not be checked, as where its database cannot be had. */
  readonly error: string | null;
  /** How long the suite took; its cases run at the same time. */
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly cases: readonly CaseResult[];
}

/** What is known of a check when it is over. */
interface Findings {
  readonly only: string;
  readonly total: number;
  readonly interrupted?: boolean;
  readonly registered?: RegistryEntry;
  readonly error?: string | undefined;
  readonly seconds?: number;
  readonly cases?: readonly CaseResult[];
}

/** The report of a plug-in. */
export function pluginReport(
  harness: ContractHarness,
  { only, total, interrupted = false, registered, error, seconds = 0, cases = [] }: Findings,
): PluginReport {
  const count = (outcome: CaseResult['outcome']) =>
    cases.filter((result) => result.outcome === outcome).length;
  return {
    ...pluginOf(harness),
    contract: registered?.contract ?? null,
    server: registered?.server ?? null,
    capabilities: registered?.capabilities ?? {},
    notTested: exemptionsOf(harness),
    only: only === '' ? null : only,
    total,
    partial: cases.length < total,
    interrupted,
    error: error ?? null,
    seconds: Number(seconds.toFixed(1)),
    passed: count('passed'),
    failed: count('failed'),
    warned: count('warned'),
    cases,
  };
}

/** Which plug-in a harness is of. */
export function pluginOf(
  harness: ContractHarness,
): Pick<PluginReport, 'kind' | 'name' | 'version'> {
  const { version = 'unknown' } = harness;
  return 'stepType' in harness
    ? { kind: 'step type', name: harness.stepType, version }
    : { kind: 'worker backend', name: harness.backend, version };
}

/** Whether a report says that its plug-in breaks the contract, or that it could not be checked. */
export function isRed({ failed, error }: PluginReport): boolean {
  return failed > 0 || error !== null;
}
