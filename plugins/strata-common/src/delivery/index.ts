export * from './contract';
export * from './actionContract';
export * from './detailContract';
export * from './generate';
export { readApplication } from './application';
export * from './applicationDetail';
export * from './applicationRecord';
export * from './applicationSet';
export * from './fleet';
export * from './fleetContract';
export * from './gate';
export * from './globalProjects';
export * from './guards';
export * from './locks';
export * from './markContract';
export * from './match';
export * from './project';
export * from './repository';
export * from './rows';
export * from './status';
export * from './statusContext';
export * from './syncWindows';
export * from './transitionFields';
export * from './transitions';
export * from './trust';
export * from './versions';
export * from './waitingContract';
export {
  deployedBy,
  isUnderWay,
  operationInfos,
  operationOf,
} from './operation';
