import { type DenoTest, denoRunner, describeStepType } from '@pgflow/contract-kit';
import { harness } from './small-suite.ts';

declare const Deno: { test: DenoTest };

describeStepType(harness, denoRunner(Deno.test));
