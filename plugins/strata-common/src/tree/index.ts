export * from './contract';
export * from './entities';
export * from './entitiesCheck';
export * from './entitiesSpec';
export { readDefinition, type DefinitionResult } from './definition';
export * from './finding';
export { publishedSchemas, type PublishedSchema } from './jsonSchemas';
export * from './model';
export * from './naming';
export * from './options';
export {
  ownershipOf,
  ownsPath,
  type Ownership,
  type UnreadTeams,
} from './ownership';
export { parseTree, parseTreeInSlices } from './parseTree';
export { printFinding, type FindingPaint } from './printFinding';
export * from './lockSchemas';
export * from './schemas';
export { TreeCache } from './TreeCache';
export * from './values';
export {
  parseYaml,
  type YamlDialect,
  type YamlDocument,
  type YamlFile,
  type YamlPath,
  type YamlProblem,
} from './yaml';
