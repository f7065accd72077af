export {
  buildKustomizations,
  kustomizationsIn,
  type Build,
} from './buildKustomizations';
export {
  definitionSchemas,
  isDefinition,
  type ValidateDefinition,
} from './definitionSchemas';
export { manifestsOf, plainManifests, type Manifest } from './manifest';
export {
  nameOf,
  validateManifests,
  type Problem,
  type Verdict,
} from './validateManifests';
