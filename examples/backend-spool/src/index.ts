export { type SpoolOptions, spoolBackend } from './spool-backend.js';
export { sqlModule } from './sql-module.js';
