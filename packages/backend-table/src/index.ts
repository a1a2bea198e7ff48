export { sqlModule } from './sql-module.js';
export { tableBackend } from './table-backend.js';
