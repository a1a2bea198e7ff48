export { myThingBackend } from './backend.js';
export { sqlModule } from './sql-module.js';
