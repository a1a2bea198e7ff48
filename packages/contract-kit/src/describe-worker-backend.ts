import { backendSuite } from './backend/backend-suite.js';
import { backendCapabilities } from './backend/capabilities.js';
import { lawDelivery } from './backend/law-1-delivery.js';
import { lawLeases } from './backend/law-2-leases.js';
import { lawStarting } from './backend/law-3-starting.js';
import { lawFencing } from './backend/law-4-fencing.js';
import { lawOneCommit } from './backend/law-5-one-commit.js';
import { lawMalformed } from './backend/law-6-malformed.js';
import { lawAttempts } from './backend/law-7-attempts.js';
import { lawUnstorable } from './backend/law-8-unstorable.js';
import { promiseBringing } from './backend/promise-bringing.js';
import { promiseConcurrency } from './backend/promise-concurrency.js';
import { promiseRedelivery } from './backend/promise-redelivery.js';
import { promiseServing } from './backend/promise-serving.js';
import { promiseWithdrawing } from './backend/promise-withdrawing.js';
import { racesClaiming } from './backend/races-claiming.js';
import { racesCrossing } from './backend/races-crossing.js';
import { racesDefining } from './backend/races-defining.js';
import { racesEnding } from './backend/races-ending.js';
import { racesSettling } from './backend/races-settling.js';
import { backendRegistration } from './backend/registration.js';
import type { WorkerBackendHarness } from './harness.js';
import { raceSuite } from './races/race-suite.js';
import type { Runner } from './runner.js';

/** Registers, with a test runner, the suite that every worker backend has to pass. */
export function describeWorkerBackend(harness: WorkerBackendHarness, runner: Runner): void {
  runner.describe(`worker backend ${harness.backend}`, () => {
    const suite = backendSuite(harness, runner);
    backendRegistration(suite);
    backendCapabilities(suite);
    lawDelivery(suite);
    lawLeases(suite);
    lawStarting(suite);
    lawFencing(suite);
    lawOneCommit(suite);
    lawMalformed(suite);
    lawAttempts(suite);
    lawUnstorable(suite);
    promiseWithdrawing(suite);
    promiseRedelivery(suite);
    promiseBringing(suite);
    promiseServing(suite);
    promiseConcurrency(suite);
    const races = raceSuite(suite);
    racesSettling(races);
    racesClaiming(races);
    racesEnding(races);
    racesDefining(races);
    racesCrossing(races);
  });
}
