export { createSla, type SlaOptions } from './createSla';
export type { SlaService } from './SlaService';
export type { DeployMarkers, SeriesRange } from './SloPlots';
