export { pgmqBackend } from './pgmq-backend.js';
export { sqlModule } from './sql-module.js';
