export {
  type ArrayKeys,
  type ElementOf,
  type ListOf,
  type MapDefinition,
  type MapOptions,
  map,
  type RefusedMap,
} from './map.js';
export { mapStepType, sqlModule } from './step-type.js';
