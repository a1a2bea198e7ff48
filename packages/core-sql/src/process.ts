// What a long-running process beside the database is made of, for packages that have one: sessions
// that are made again, wake-ups, pauses between tries, one line per trouble, a beginning and
// an end in order.
export { backOff } from './back-off.js';
export { errorText } from './error-text.js';
export { type Lifecycle, lifecycle } from './lifecycle.js';
export { type EndSignal, type Runnable, runUntilSignal } from './run-until-signal.js';
export { SignalBox } from './signal-box.js';
export { TroubleLog } from './trouble-log.js';
export { WakeUps, type WakeUpsOptions } from './wake-ups.js';
export { checkWholeNumber } from './whole-number.js';
export { WorkerSession, type WorkerSessionOptions } from './worker-session.js';
