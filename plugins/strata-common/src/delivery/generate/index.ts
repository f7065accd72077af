export {
  applicationFacts,
  type ApplicationFacts,
  type ApplicationSourceFacts,
} from './ApplicationFacts';
export {
  evaluateApplicationSet,
  type Evaluation,
  type GeneratedApplication,
} from './evaluateApplicationSet';
export type { GenerateSource } from './generators';
