export { createDispatcher, type Dispatcher } from './dispatcher/create-dispatcher.js';
export type { DispatcherOptions, SecretOf } from './dispatcher/dispatcher-options.js';
export { type HttpBackendOptions, httpBackend } from './http-backend.js';
export { sqlModule } from './sql-module.js';
